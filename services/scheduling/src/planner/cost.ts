/** What a plan costs, in minutes on the way: what the planner makes as small as it can. */
import type { Ground } from './ground.ts'
import type { Placed } from './timetable.ts'

/** All ways there and back, days that were not preferred, and visits beyond an even share. */
export function costOf(ground: Ground, placed: readonly Placed[]): number {
  const visits = placed.filter(({ number }) => ground.occasions[number]!.kind === 'visit')
  let above = 0
  for (const [host, there] of Map.groupBy(visits, (visit) => visit.host)) above += Math.max(0, there.length - ground.evenShare(host))
  return placed.reduce((sum, one) => sum + costOfOne(ground, one), above * ground.weights.aboveEvenShare)
}

/** But for what shares cost. */
export function costOfOne(ground: Ground, { number, host, day, team }: Placed): number {
  const occasion = ground.occasions[number]!
  return ground.waysOf(occasion.going, host) + team.reduce((sum, one) => sum + one.cost, 0) + ground.costOfDay(occasion, day)
}
