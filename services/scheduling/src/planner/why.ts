/** Why an occasion is where it is. */
import type { Ground } from './ground.ts'
import type { NotNearest, Placement, Why } from './plan.ts'
import { inPairs } from './seats.ts'
import type { Placed } from './timetable.ts'

export function placementsOf(ground: Ground, placed: readonly Placed[]): Placement[] {
  return placed
    .toSorted((a, b) => a.day - b.day || a.number - b.number)
    .map((one) => {
      const { id, kind, going, from, demand, seats } = ground.occasions[one.number]!
      const idOf = (person: number) => ground.problem.people[person]!.id
      const team = seats?.rule === 'pairs' ? inPairs(one.team) : one.team
      const chosen = team.map(({ person }) => idOf(person))
      return {
        occasion: id,
        kind,
        host: ground.problem.schools[one.host]!.urn,
        day: ground.days[one.day]!,
        from,
        minutes: demand.minutes,
        people: [...going.map(idOf), ...chosen],
        chosen,
        why: whyOf(ground, placed, one),
      }
    })
}

function whyOf(ground: Ground, placed: readonly Placed[], one: Placed): Why {
  const occasion = ground.occasions[one.number]!
  const travelMinutes = ground.waysOf(occasion.going, one.host) + one.team.reduce((sum, { cost }) => sum + cost, 0)
  const nearest = nearestOf(ground, one)
  return {
    travelMinutes,
    ...(nearest !== undefined &&
      nearest.travelMinutes < travelMinutes && {
        nearest: {
          host: ground.problem.schools[nearest.host]!.urn,
          travelMinutes: nearest.travelMinutes,
          because: whyNotNearest(ground, placed, one, nearest.host),
        },
      }),
    gave: ground.costOfDay(occasion, one.day) > 0 ? ['preferred-weekday'] : [],
  }
}

/** Of those where it could have been by itself. */
function nearestOf(ground: Ground, { number }: Placed): { host: number; travelMinutes: number } | undefined {
  const occasion = ground.occasions[number]!
  let nearest: { host: number; travelMinutes: number } | undefined
  for (const host of ground.problem.schools.keys()) {
    const fixed = ground.waysOf(occasion.going, host)
    if ((nearest !== undefined && fixed >= nearest.travelMinutes) || ground.whyNotHost(occasion, host) !== undefined) continue
    for (const day of ground.days.keys()) {
      if (ground.whyNotThen(occasion, host, day) !== undefined) continue
      const team = ground.teamOf(number, host, ground.couldSit(number, host, day))
      if (team === undefined) continue
      const travelMinutes = fixed + team.reduce((sum, { cost }) => sum + cost, 0)
      if (nearest === undefined || travelMinutes < nearest.travelMinutes) nearest = { host, travelMinutes }
      if (occasion.seats === undefined) break
    }
  }
  return nearest
}

function whyNotNearest(ground: Ground, placed: readonly Placed[], one: Placed, nearest: number): NotNearest {
  const { demand, going } = ground.occasions[one.number]!
  if (demand.kind === 'meeting' || demand.kind === 'session') return 'in-turn'
  if (demand.kind !== 'visit') return 'taken-otherwise'
  const there = placed.filter(({ host, number }) => host === nearest && ground.occasions[number]!.kind === 'visit')
  if (demand.differentHosts && there.some(({ number }) => ground.occasions[number]!.going[0] === going[0])) return 'different-hosts'
  return there.length >= ground.evenShare(nearest) ? 'even-share' : 'taken-otherwise'
}
