/** What one would write first: each occasion in order takes the cheapest host and day that are still possible. */
import { costOf } from '@nlc/scheduling/planner/cost'
import { Ground } from '@nlc/scheduling/planner/ground'
import { optionsOf } from '@nlc/scheduling/planner/options'
import type { PlanningProblem } from '@nlc/scheduling/planner/problem'
import { Timetable } from '@nlc/scheduling/planner/timetable'

export function planGreedily(problem: PlanningProblem): { cost: number; leftOut: number } {
  const ground = new Ground(problem)
  const timetable = new Timetable(ground)
  let leftOut = 0
  for (const [number, options] of optionsOf(ground, 1).entries()) {
    const { demand, going } = ground.occasions[number]!
    const earlier = timetable.all.filter((placed) => ground.occasions[placed.number]!.demand === demand)
    const times = (host: number) =>
      earlier.filter((placed) => placed.host === host).length + ('hosted' in demand ? (demand.hosted[problem.schools[host]!.urn] ?? 0) : 0)
    const isTurn = (host: number) => {
      if (demand.kind === 'visit')
        return (
          !demand.differentHosts ||
          !earlier.some((placed) => placed.host === host && ground.occasions[placed.number]!.going[0] === going[0])
        )
      if (demand.kind !== 'meeting' && demand.kind !== 'session') return true
      const previous = earlier.at(-1)?.host
      const able = ground.ableHosts(number).filter((one) => one !== previous)
      return host !== previous && times(host) <= Math.min(...able.map(times))
    }
    const cheapest = options.filter(({ host }) => isTurn(host)).toSorted((a, b) => a.leastCost - b.leastCost)
    const placed = cheapest
      .values()
      .flatMap(({ host, days }) => days.values().map((day) => timetable.tryAt(number, host, day)))
      .find((one) => one !== undefined)
    if (placed) timetable.place(placed)
    else leftOut++
  }
  return { cost: costOf(ground, timetable.all), leftOut }
}
