/** What can go wrong, each with the facts that a caller decides by. */

/** A problem as a contract declares it. */
export interface DeclaredProblem {
  readonly name: string
  /** HTTP status, 400 to 599. */
  readonly status: number
  readonly details: object
}
export interface Declared<Name extends string, Status extends number = number, Details extends object = Record<never, never>>
  extends DeclaredProblem {
  readonly name: Name
  readonly status: Status
  readonly details: Details
}
/** One that this version of the client may not know. */
export interface AnyProblem extends DeclaredProblem {
  readonly details: Readonly<Record<string, unknown>>
}
/** A union of problems → a union of errors, so that `name` narrows `details`. */
export type Refusal<P extends DeclaredProblem> = P extends DeclaredProblem ? ProblemError<P> : never

export interface Asked {
  /** `membership.getSchool`. */
  readonly operation: string
  /** Of the command. Repeat it with this (`{ idempotencyKey }`), and nothing is done twice. */
  readonly idempotencyKey?: string | undefined
}

/** A command failed, and nobody can say whether it was done. */
interface Uncertain {
  /**
   * Whether what was asked for may have been done, now or in an earlier try of the same call. Asking again with the same
   * `idempotencyKey` tells, and does it once.
   */
  mayHaveTakenEffect: boolean
}

/**
 * The API refused: a problem document (RFC 9457). Decide by `name` or `type`, which never change; `title` and `detail` are for
 * people. With `client.membership.getSchool.refused(error)` it has the types of what that operation declares.
 */
export class ProblemError<P extends DeclaredProblem = AnyProblem> extends Error implements Asked, Uncertain {
  readonly type: `/problems/${P['name']}`
  override readonly name: P['name']
  readonly status: P['status']
  readonly title: string
  /** About this occurrence. */
  readonly detail: string | undefined
  /** The trace that it happened in: quote it to whoever runs the system. */
  readonly instance: string | undefined
  /** The document's further members. */
  readonly details: P['details']
  readonly operation: string
  readonly idempotencyKey: string | undefined
  /** Milliseconds, where the answer said when to come again. */
  readonly retryAfterMs: number | undefined
  mayHaveTakenEffect = false

  constructor(document: ProblemDocument, { operation, idempotencyKey, retryAfterMs }: Asked & { retryAfterMs?: number | undefined }) {
    const { type, title, status, detail, instance, ...details } = document
    const name = type.slice(type.lastIndexOf('/') + 1)
    super(`${operation}: ${[title, detail, ...faults(details)].filter(Boolean).join(' ')} (${status} ${name})`)
    this.type = type as this['type']
    this.name = name
    this.status = status
    this.title = title
    this.detail = detail
    this.instance = instance
    this.details = details
    this.operation = operation
    this.idempotencyKey = idempotencyKey
    this.retryAfterMs = retryAfterMs
  }
}

export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly instance?: string
  readonly [member: string]: unknown
}

export function isProblemDocument(body: unknown): body is ProblemDocument {
  const { type, title, status } = (body ?? {}) as Record<string, unknown>
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number'
}

/** What `invalid-input` says of each field: somebody who reads the message alone should know what to mend. */
function faults({ errors }: Record<string, unknown>): string[] {
  if (!Array.isArray(errors)) return []
  return errors.slice(0, 5).map(({ at, detail }: { at: string; detail: string }) => `${at}: ${detail}`)
}

/** The token endpoint refused (RFC 6749, section 5.2), which has errors of its own: `invalid_client`, `invalid_scope`. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly error: string
  readonly description: string | undefined
  readonly status: number

  constructor(status: number, error: string, description?: string) {
    super(`No token: ${error}${description ? `: ${description}` : ''}`)
    this.status = status
    this.error = error
    this.description = description
  }
}

/** No answer: the connection failed, or the time was up. The last of all tries. */
export class NoAnswerError extends Error implements Asked, Uncertain {
  override readonly name = 'NoAnswerError'
  readonly operation: string
  readonly idempotencyKey: string | undefined
  readonly timedOut: boolean
  mayHaveTakenEffect: boolean

  constructor(
    { operation, idempotencyKey }: Asked,
    { timedOut, mayHaveTakenEffect, cause }: { timedOut: boolean; mayHaveTakenEffect: boolean; cause?: unknown },
  ) {
    super(`${operation}: ${timedOut ? 'no answer in time' : `no answer: ${reason(cause)}`}`, { cause })
    this.operation = operation
    this.idempotencyKey = idempotencyKey
    this.timedOut = timedOut
    this.mayHaveTakenEffect = mayHaveTakenEffect
  }
}

/** An answer that is none of the API's: of a proxy on the way, or of another server altogether. */
export class UnexpectedAnswerError extends Error implements Asked, Uncertain {
  override readonly name = 'UnexpectedAnswerError'
  readonly operation: string
  readonly idempotencyKey: string | undefined
  readonly status: number
  /** The beginning of the body, at most 2,000 characters. */
  readonly text: string
  readonly retryAfterMs: number | undefined
  mayHaveTakenEffect = false

  constructor(
    { operation, idempotencyKey, retryAfterMs }: Asked & { retryAfterMs?: number | undefined },
    { status, text }: { status: number; text: string },
  ) {
    super(`${operation}: answered ${status}, which is no answer of the API`)
    this.operation = operation
    this.idempotencyKey = idempotencyKey
    this.status = status
    this.text = text.slice(0, 2_000)
    this.retryAfterMs = retryAfterMs
  }
}

/** Node's `fetch` says "fetch failed"; why is in its cause. */
function reason(cause: unknown): string {
  const { message, cause: deeper } = (cause ?? {}) as Error
  const { message: text = message, code } = (deeper ?? {}) as NodeJS.ErrnoException
  return String(text || code || cause)
}
