/** Whether to ask again after a failure, and when. */
import { NoAnswerError, ProblemError, UnexpectedAnswerError } from './errors.ts'

export interface RetryPolicy {
  /** Of one call, the first one counted; 1: none is repeated. Default 6. */
  readonly tries: number
  /** Milliseconds before the second try; doubled for each further one. Default 200. */
  readonly baseMs: number
  /** Milliseconds that are waited at most where the answer does not say for how long. Default 10,000. */
  readonly maxMs: number
}

export const usualRetries: RetryPolicy = { tries: 6, baseMs: 200, maxMs: 10_000 }

/** Nobody can say whether it was done. */
const leavesOpen = new Set([408, 502, 503, 504])

export type Failure = NoAnswerError | ProblemError | UnexpectedAnswerError

export const isFailure = (error: unknown): error is Failure =>
  error instanceof NoAnswerError || error instanceof ProblemError || error instanceof UnexpectedAnswerError

/** Whether what was asked for may have been done, as far as this failure can tell. */
export const mayBeDone = (failure: Failure): boolean =>
  failure instanceof NoAnswerError ? failure.mayHaveTakenEffect : leavesOpen.has(failure.status)

/** Whether another try could end otherwise. A 429 was refused before anything was looked at. */
export const couldPass = (failure: Failure): boolean =>
  failure instanceof NoAnswerError || failure.status === 429 || leavesOpen.has(failure.status)

/**
 * Milliseconds until the next try: half of it chance, so that clients which failed together do not come back together. Never
 * before the time that the answer gave.
 * @param tried how often it was tried, from 1.
 */
export function pauseBeforeNext(tried: number, failure: Failure, { baseMs, maxMs }: RetryPolicy, random = Math.random): number {
  const longest = Math.min(maxMs, baseMs * 2 ** (tried - 1))
  const pause = longest / 2 + (random() * longest) / 2
  const told = failure instanceof NoAnswerError ? undefined : failure.retryAfterMs
  return told ? told + random() * longest : pause
}

/** Of a `Retry-After` header (RFC 9110, section 10.2.3), in milliseconds. */
export function retryAfterOf(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
