/** Sums over several appointments on each day: a person's minutes a week, a role's holders. */
import { isOn } from '@nlc/known/day'
import type { Period } from './period.ts'

/** What another appointment takes on each of its days. */
export interface Taken {
  readonly firstDay: string
  readonly lastDay: string | null
  readonly amount: number
}

export interface Exceeded {
  readonly day: string
  /** By the others. */
  readonly taken: number
}

/**
 * The first day on which these periods take more than is left beside the others; days on which they take no more than they did before
 * are not asked about. What is paused takes nothing.
 */
export function exceeded(
  now: readonly Period[],
  before: readonly Period[],
  others: readonly Taken[],
  amountOf: (period: Period) => number,
  most: number,
): Exceeded | undefined {
  const takenOn = (periods: readonly Period[], day: string) => {
    const period = periods.find((one) => isOn(one, day))
    return period === undefined || period.paused ? 0 : amountOf(period)
  }
  const days = [...now, ...before, ...others].map(({ firstDay }) => firstDay).sort()
  for (const day of days) {
    const amount = takenOn(now, day)
    if (amount === 0 || amount <= takenOn(before, day)) continue
    // Shares are hundredths: without the dust of binary fractions.
    const taken = round(others.reduce((sum, other) => (isOn(other, day) ? sum + other.amount : sum), 0))
    if (round(taken + amount) > most) return { day, taken }
  }
  return undefined
}

const round = (amount: number) => Math.round(amount * 100) / 100
