/** What is possible for each occasion by itself. */
import type { Ground } from './ground.ts'
import type { Occasion } from './occasions.ts'

/** One host of an occasion. */
export interface Option {
  readonly host: number
  /** On which it could be, those that cost least first. Never empty. */
  readonly days: readonly number[]
  /** The least that it can cost there, whatever else is planned. */
  readonly leastCost: number
}

/** Where several days are alike, the order is a matter of taste: by it, occasions are spread over their period, and a seed gives one plan. */
export function taste(seed: number, occasion: number, day: number): number {
  let h = (seed ^ Math.imul(occasion + 1, 0x9e3779b1) ^ Math.imul(day + 1, 0x85ebca6b)) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d) >>> 0
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b) >>> 0
  return (h ^ (h >>> 16)) >>> 0
}

export const optionsOf = (ground: Ground, seed: number): Option[][] =>
  ground.occasions.map((occasion, number) =>
    ground.problem.schools.flatMap((_, host) => optionAt(ground, seed, occasion, number, host) ?? []),
  )

function optionAt(ground: Ground, seed: number, occasion: Occasion, number: number, host: number): Option | undefined {
  if (ground.whyNotHost(occasion, host) !== undefined) return undefined
  const fixed = ground.waysOf(occasion.going, host)
  const days: { day: number; cost: number; taste: number }[] = []
  for (const day of ground.days.keys()) {
    if (ground.whyNotThen(occasion, host, day) !== undefined) continue
    const team = occasion.seats && ground.teamOf(number, host, ground.couldSit(number, host, day))
    if (occasion.seats && team === undefined) continue
    const cost = ground.costOfDay(occasion, day) + (team ?? []).reduce((sum, one) => sum + one.cost, 0)
    days.push({ day, cost, taste: taste(seed, number, day) })
  }
  if (days.length === 0) return undefined
  days.sort((a, b) => a.cost - b.cost || a.taste - b.taste)
  return { host, days: days.map(({ day }) => day), leastCost: fixed + days[0]!.cost }
}
