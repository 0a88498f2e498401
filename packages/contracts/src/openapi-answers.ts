/** The answers of OpenAPI's operations: refusals by status, each a problem document, and the headers that answers carry. */
import Type from 'typebox'
import type { Components, Json, JsonObject } from './components.ts'
import type { Command, Problem, Query } from './define.ts'
import { commonProblems, requestParts } from './http.ts'
import { pascal } from './openapi-names.ts'
import * as platform from './platform.ts'

/** What an operation can be refused with: what its contract declares and what the platform adds to all of its kind. */
export function problemsOf(operation: Command | Query): Problem[] {
  const { body } = requestParts(operation)
  const upload = operation.kind === 'command' ? operation.upload : undefined
  return [
    platform.InvalidInput,
    ...(body && !upload ? [platform.MalformedJson, platform.BodyTooLarge, platform.UnsupportedMediaType] : []),
    ...(upload ? [platform.BodyTooLarge, platform.UnsupportedMediaType] : []),
    // What needs no token still refuses a bad one.
    ...(operation.needs === 'public' ? [platform.InvalidToken] : [platform.InvalidToken, platform.MissingScope]),
    ...(operation.kind === 'command' && operation.ifMatch ? [platform.StaleVersion] : []),
    ...(operation.kind === 'command' && !upload ? [platform.IdempotencyKeyReused] : []),
    ...operation.problems,
    platform.TooManyRequests,
    platform.Internal,
    platform.Unavailable,
    platform.DeadlinePassed,
  ]
}

/** The schema of a problem's document (RFC 9457). */
export function problemDocument({ name, status, title, details }: Problem) {
  return Type.Object(
    {
      type: Type.Literal(`/problems/${name}`),
      title: Type.Literal(title),
      status: Type.Literal(status),
      detail: Type.Optional(Type.String({ description: 'About this occurrence; for people.' })),
      instance: Type.Optional(Type.String({ description: 'The trace that this happened in: quote it when asking about it.' })),
      ...details.properties,
    },
    { description: title },
  )
}

export class Answers {
  readonly #components: Components
  readonly #shared = new Map<string, JsonObject>()

  constructor(components: Components) {
    this.#components = components
  }

  /** Answers by status. What only the platform says at a status is said once, as a component. */
  refusals(problems: readonly Problem[]): JsonObject {
    const byStatus = Map.groupBy(new Set(problems), ({ status }) => status)
    const answers: JsonObject = {}
    for (const [status, group] of [...byStatus].sort(([a], [b]) => a - b)) {
      answers[status] = group.every((problem) => platformNames.has(problem.name)) ? this.#once(status, group) : this.#answer(status, group)
    }
    return answers
  }

  shared(): JsonObject {
    return Object.fromEntries([...this.#shared].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #once(status: number, problems: readonly Problem[]): JsonObject {
    const name = problems.map((problem) => pascal(problem.name)).join('Or')
    if (!this.#shared.has(name)) this.#shared.set(name, this.#answer(status, problems))
    return { $ref: `#/components/responses/${name}` }
  }

  #answer(status: number, problems: readonly Problem[]): JsonObject {
    const shown = problems.map((problem) => this.#components.show(problemDocument(problem), `${pascal(problem.name)}Problem`))
    const [first] = shown
    const schema: Json = shown.length === 1 && first !== undefined ? first : { oneOf: shown }
    return {
      description: problems.map(({ name, title }) => (problems.length === 1 ? title : `- \`${name}\`: ${title}`)).join('\n'),
      ...(carried[status] ? { headers: carried[status] } : {}),
      content: { 'application/problem+json': { schema } },
    }
  }
}

const platformNames = new Set<string>([...platform.platformProblems, ...commonProblems].map(({ name }) => name))
const header = (name: string): JsonObject => ({ $ref: `#/components/headers/${name}` })

/** What answers of a status carry besides their document. */
const carried: Record<number, JsonObject> = {
  401: { 'WWW-Authenticate': header('WWWAuthenticate') },
  403: { 'WWW-Authenticate': header('WWWAuthenticate') },
  412: { ETag: header('ETag') },
  429: { 'Retry-After': header('RetryAfter'), RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimitPolicy') },
  503: { 'Retry-After': header('RetryAfter') },
}

export const headers: JsonObject = {
  ETag: { description: 'The version, for `If-Match` and `If-None-Match`.', schema: { type: 'string', examples: ['"3"'] } },
  Location: { description: 'Where to read what was made.', schema: { type: 'string', format: 'uri-reference' } },
  Link: {
    description: 'Where more follows: the next page (RFC 8288).',
    schema: { type: 'string', examples: ['</v1/schools?after=WyI5MDAwMjAiXQ>; rel="next"'] },
  },
  RateLimit: {
    description: 'What is left: `r` requests, and `t` seconds until the whole limit is there again.',
    schema: { type: 'string', examples: ['"client";r=991;t=1'] },
  },
  RateLimitPolicy: {
    description: "The client's limit: `q` requests in `w` seconds.",
    schema: { type: 'string', examples: ['"client";q=1000;w=10'] },
  },
  RetryAfter: { description: 'Seconds to wait before another try.', schema: { type: 'integer', minimum: 0 } },
  WWWAuthenticate: {
    description: 'What token is needed (RFC 6750).',
    schema: { type: 'string', examples: ['Bearer error="invalid_token"'] },
  },
}
