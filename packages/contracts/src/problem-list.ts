/** Contracts → the list of problems: what each is called, its status, its words, and which operations answer it. */

import type { JsonObject } from './components.ts'
import type { Command, Problem, Query, ServiceContract } from './define.ts'
import { commonProblems } from './http.ts'
import { problemsOf } from './openapi-answers.ts'
import { platformProblems } from './platform.ts'

export interface ListedProblem {
  name: string
  /** The document's `type`, an address of the gateway. */
  type: string
  status: number
  title: string
  /** Further members of the document: name → JSON Schema. */
  details?: JsonObject
  /** Names of the operations that can answer it; absent: any can. */
  operations?: string[]
}

export function problemListOf(services: readonly ServiceContract[]): ListedProblem[] {
  const anywhere = new Set<Problem>([...platformProblems, ...commonProblems])
  const listed = new Map<string, { problem: Problem; operations: string[] }>()
  const list = (problem: Problem, operation?: string) => {
    const known = listed.get(problem.name)
    if (known && JSON.stringify(known.problem) !== JSON.stringify(problem))
      throw new TypeError(`Two different problems are called ${problem.name}`)
    const entry = known ?? { problem, operations: [] }
    listed.set(problem.name, entry)
    if (operation) entry.operations.push(operation)
  }
  for (const problem of anywhere) list(problem)
  for (const { operations } of services) {
    for (const operation of operations as readonly (Command | Query)[]) {
      for (const problem of new Set(problemsOf(operation))) list(problem, anywhere.has(problem) ? undefined : operation.name)
    }
  }
  return [...listed.values()]
    .map(({ problem, operations }) => ({ ...shown(problem), ...(operations.length > 0 ? { operations } : {}) }))
    .sort((a, b) => a.status - b.status || (a.name < b.name ? -1 : 1))
}

function shown({ name, status, title, details }: Problem): ListedProblem {
  const more = JSON.parse(JSON.stringify(details.properties)) as JsonObject
  return { name, type: `/problems/${name}`, status, title, ...(Object.keys(more).length > 0 ? { details: more } : {}) }
}

/** The list as a page to read. */
export function problemPage(problems: readonly ListedProblem[]): string {
  const row = ({ name, status, title, operations }: ListedProblem) =>
    `| ${status} | \`${name}\` | ${title} | ${operations?.map((operation) => `\`${operation}\``).join(', ') ?? 'any'} |`
  return `# Problems

What is refused is answered with a problem document (RFC 9457, \`application/problem+json\`). Its \`type\` is \`/problems/<name>\`, is stable, and resolves
at the gateway. This page is generated from the contracts.

| status | name | meaning | answered by |
| --- | --- | --- | --- |
${problems.map(row).join('\n')}
`
}
