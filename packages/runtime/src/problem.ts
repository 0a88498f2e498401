/** Refusals, and their documents (RFC 9457). */
import type { Problem } from '@nlc/contracts/define'
import type { TProperties } from 'typebox'

/** `application/problem+json`: what a client reads. `type` is stable; `detail` is for people. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail?: string
  /** The trace that this happened in: what to quote when asking about it. */
  instance?: string
  [member: string]: unknown
}

export const problemType = (name: string): string => `/problems/${name}`

/** Thrown by `fail`. It ends a unit of work as a whole: nothing of it is kept. */
export class Refusal extends Error {
  readonly problem: Problem
  readonly details: Record<string, unknown>

  constructor(problem: Problem, details: Record<string, unknown> = {}) {
    super(problem.title)
    this.name = 'Refusal'
    this.problem = problem
    this.details = details
  }

  document(): ProblemDocument {
    const { status, name, title } = this.problem
    return { type: problemType(name), title, status, ...this.details }
  }
}

/** Refuses with a problem that every operation may answer (contracts' `platform.ts`). */
export function refuse<Name extends string, Details extends TProperties>(
  problem: Problem<Name, Details>,
  details: Record<string, unknown> = {},
): never {
  throw new Refusal(problem, details)
}
