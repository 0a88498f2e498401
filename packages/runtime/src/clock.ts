/**
 * One clock for everything that the domain calls "now". Tests and the sandbox move it; leases, retries and the life of
 * a token go by the machine's own, so that moving it neither kills nor revives a session.
 */
import { readFileSync, unwatchFile, watchFile } from 'node:fs'

export interface Clock {
  now(): Date
  close(): void
}

export const systemClock: Clock = { now: () => new Date(), close: () => {} }

/** Follows a file `{ "offsetMs": n }`, which the sandbox's `npm run clock` writes. No file: no offset. */
export function sandboxClock(path: string): Clock {
  let offsetMs = 0
  const read = () => {
    try {
      offsetMs = Number(JSON.parse(readFileSync(path, 'utf8')).offsetMs) || 0
    } catch {
      offsetMs = 0
    }
  }
  read()
  watchFile(path, { interval: 200, persistent: false }, read)
  return { now: () => new Date(Date.now() + offsetMs), close: () => unwatchFile(path, read) }
}

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' })
const hourMs = 60 * 60_000
// Every request asks; formatting takes longer than all else of a small one. The day changes with an hour of UTC, in summer too.
let lastHour = Number.NaN
let lastDay = ''

/** The calendar date that it is in Europe/London at an instant, as `YYYY-MM-DD`. */
export function dayInLondon(instant: Date): string {
  const hour = Math.floor(instant.getTime() / hourMs)
  if (hour !== lastHour) {
    lastDay = london.format(instant)
    lastHour = hour
  }
  return lastDay
}
