import { plusDays } from '@nlc/known/day'

/** Nothing is planned further ahead than this. */
const daysAhead = 366

/** The days that may be named, or nothing where this one is among them. */
export function outOfBounds(day: string, today: string, earliest: string): { earliest: string; latest: string } | undefined {
  const latest = plusDays(today, daysAhead)
  return day < earliest || day > latest ? { earliest, latest } : undefined
}
