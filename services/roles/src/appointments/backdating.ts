import type { Refused } from './refused.ts'
import { refused } from './refused.ts'

/** 1 September of the last academic year: the earliest day for which anything is recorded. */
export function earliestDay(today: string): string {
  const year = Number(today.slice(0, 4))
  return `${String(today.slice(5) >= '09-01' ? year - 1 : year - 2).padStart(4, '0')}-09-01`
}

export type Backdated = Refused<'explanation-needed', { day: string }> | Refused<'too-far-back', { earliest: string }>

/** A day that is named for something: one that has passed needs an explanation, and some lie too far back for any. */
export function backdated(day: string, today: string, explanation: string | undefined): Backdated | undefined {
  if (day >= today) return undefined
  const earliest = earliestDay(today)
  if (day < earliest) return refused('too-far-back', { earliest })
  return explanation === undefined ? refused('explanation-needed', { day }) : undefined
}
