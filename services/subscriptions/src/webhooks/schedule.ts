/** When a message that failed is tried again. */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** After the first, second … ninth failed try. With the tenth, three days have gone by. */
const delays = [5 * second, minute, 10 * minute, hour, 3 * hour, 8 * hour, 12 * hour, 24 * hour, 24 * hour] as const

/** When the tenth fails, the endpoint is disabled. */
export const maxTries = delays.length + 1

/** A receiver that comes back is not met by everything at once: each delay is up to a tenth shorter or longer. */
const jitter = 0.1

/** @param tries how often it has failed. @param random from 0 to 1. */
export function retryDelayMs(tries: number, random = Math.random()): number {
  const delay = delays[Math.min(tries, delays.length) - 1] ?? delays[0]
  return Math.round(delay * (1 + jitter * (2 * random - 1)))
}

/** What is longer is a receiver's mistake: it would outlast the tries. */
export const longestRetryAfterMs = 24 * hour

/** `Retry-After` (RFC 9110, 10.2.3): seconds or a date, by the receiver's clock. Anything else says nothing. */
export function retryAfterMs(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  const ms = /^\d+$/.test(text) ? Number(text) * second : /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) - now : Number.NaN
  if (Number.isNaN(ms)) return undefined
  return Math.min(Math.max(ms, 0), longestRetryAfterMs)
}

/** After the first to fourth failed challenge; there are five. */
const challengeDelays = [10 * second, minute, 10 * minute, hour] as const

/** @returns nothing where it is not sent again by itself. */
export function nextChallengeMs(tries: number): number | undefined {
  return challengeDelays[tries - 1]
}
