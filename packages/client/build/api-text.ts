/** The types of the API written out: what src/api.ts derives from the contracts, as a file that needs none of them. */
import { Components } from '@nlc/contracts/components'
import type { AnyOperation, Problem, ServiceContract } from '@nlc/contracts/define'
import { commonProblems } from '@nlc/contracts/http'
import { platformProblems } from '@nlc/contracts/platform'
import { messageData } from '@nlc/contracts/subscriptions'
import { operationOf } from '../src/operations.ts'
import { comment, objectText, type Schema, typeText } from './type-text.ts'

const pascal = (text: string): string =>
  text
    .split(/[-.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** @param names schema, as JSON → what the contracts call it. */
export function apiText(services: readonly ServiceContract[], names: ReadonlyMap<string, string>): string {
  const components = new Components(names)
  const declared = new Map<string, { words: string; text: () => string }>()
  const declare = (name: string, words: string, text: () => string) => {
    const known = declared.get(name)
    if (known && known.text() !== text()) throw new TypeError(`Two types would be called ${name}`)
    declared.set(name, { words, text })
  }
  const problemType = (problem: Problem): string => {
    const name = `${pascal(problem.name)}Problem`
    const details = shown(problem.details)
    const more = () => (Object.keys((details.properties ?? {}) as object).length > 0 ? `, ${typeText(details)}` : '')
    declare(name, problem.title, () => `type ${name} = Declared<'${problem.name}', ${problem.status}${more()}>`)
    return name
  }
  const shown = (schema: unknown, as?: string) => components.show(schema, as) as Schema

  const named = Map.groupBy(
    services.flatMap(({ operations }) => operations.map(operationOf)),
    ({ name }) => name,
  )
  const written = services.map((service) => {
    const methods = service.operations.map((operation) => {
      const contract = operationOf(operation)
      // What several services answer is told apart by their names.
      const base = `${named.get(contract.name)!.length > 1 ? pascal(service.name) : ''}${pascal(contract.name)}`
      const input = shown(operation.input)
      declare(`${base}Input`, `Of \`${service.name}.${contract.name}\`.`, () => typeDeclaration(`${base}Input`, input))
      const output = operation.output && shown(operation.output, `${base}Result`)
      const refusals = operation.problems.map(problemType)
      return () =>
        comment(methodWords(operation), '    ') +
        `    readonly ${contract.name}: ${methodType(operation, `${base}Input`, output ? typeText(output) : 'void', [...refusals, 'PlatformProblem'].join(' | '))}\n`
    })
    return () => `${comment(service.summary, '  ')}  readonly ${service.name}: {\n${methods.map((method) => method()).join('')}  }\n`
  })
  const anywhere = [...platformProblems, ...commonProblems].map(problemType)
  const messages = Object.entries(messageData).map(([type, schema]) => {
    const data = shown(schema)
    return () => `  readonly 'nlc.${type}.v1': ${typeText(data, '  ')}\n`
  })
  for (const [name, schema] of Object.entries(components.all())) {
    if (declared.has(name)) throw new TypeError(`Two types would be called ${name}`)
    const { description = '' } = schema as Schema
    declare(name, String(description), () => typeDeclaration(name, schema as Schema))
  }

  return [
    '/** Written from the contracts. */\n',
    "import type { Declared } from './errors.ts'\n",
    `import type { ${methodTypes.join(', ')} } from './methods.ts'\n\n`,
    `export interface Services {\n${written.map((service) => service()).join('')}}\n\n`,
    `/** What \`data\` is in a mailbox's message of each type. */\nexport interface MessageData {\n${messages.map((message) => message()).join('')}}\n\n`,
    `/** Of any operation. */\nexport type PlatformProblem =\n${anywhere.map((name) => `  | ${name}\n`).join('')}\n`,
    [...declared.values()].map(({ words, text }) => `${comment(words)}export ${text()}\n`).join('\n'),
  ].join('')
}

/** The very types of these names: what one operation is called by is in methods.ts. */
const methodTypes = [
  'CommandMethod',
  'FollowedQueryMethod',
  'PagedQueryMethod',
  'QueryMethod',
  'StreamMethod',
  'UploadMethod',
  'VersionedCommandMethod',
  'VersionedQueryMethod',
] as const

function methodType(operation: AnyOperation, input: string, output: string, problems: string): string {
  const { upload, stream, ifMatch, paged, versioned } = operationOf(operation)
  const followed = paged && 'updatedSince' in operation.input.properties
  if (upload) return `UploadMethod<${input}, ${problems}>`
  if (stream) return `StreamMethod<${input}, ${problems}>`
  const kind: (typeof methodTypes)[number] =
    operation.kind === 'command'
      ? ifMatch
        ? 'VersionedCommandMethod'
        : 'CommandMethod'
      : followed
        ? 'FollowedQueryMethod'
        : paged
          ? 'PagedQueryMethod'
          : versioned
            ? 'VersionedQueryMethod'
            : 'QueryMethod'
  return `${kind}<${input}, ${output}, ${problems}>`
}

function methodWords({ summary, description, needs, method, path }: AnyOperation): string {
  const scope = needs === 'public' ? 'no token needed' : `scope \`${needs}\``
  return [`${summary}.`, ...(description ? ['', description] : []), '', `\`${method} ${path}\`, ${scope}.`].join('\n')
}

const typeDeclaration = (name: string, schema: Schema): string =>
  schema.type === 'object' && Object.keys((schema.properties ?? {}) as object).length > 0
    ? `interface ${name} ${objectText(schema)}`
    : `type ${name} = ${typeText(schema)}`
