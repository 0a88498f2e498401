/** Demands taken apart into occasions: what each needs one host and one day for. */
import type { Demand, PlannedKind, PlanningProblem } from './problem.ts'
import type { Seats } from './seats.ts'

/** People and schools are numbers: their places in the problem. */
export interface Occasion {
  readonly id: string
  readonly kind: PlannedKind
  readonly demand: Demand
  readonly firstDay: string
  readonly lastDay: string
  readonly from: number
  readonly to: number
  readonly needsPupils: boolean
  /** Who goes wherever it is. */
  readonly going: readonly number[]
  readonly seats?: Seats
  /** How many places it takes at its host. */
  readonly places: number
  /** The only schools that come into question. Absent: all. */
  readonly among?: readonly string[]
}

/** Of those named alone, where some are. In the order of the demands, and of each in the order of time. */
export function occasionsOf({ people, demands, without = [] }: PlanningProblem, only?: ReadonlySet<string>): Occasion[] {
  const numbers = new Map(people.map(({ id }, number) => [id, number]))
  const number = (id: string): number => {
    const found = numbers.get(id)
    if (found === undefined) throw new Error(`The problem has no person ${id}.`)
    return found
  }
  const all = demands.flatMap((demand) => takenApart(demand, number)).filter(({ id }) => !without.includes(id))
  return only === undefined ? all : all.filter(({ id }) => only.has(id))
}

function takenApart(demand: Demand, number: (id: string) => number): Occasion[] {
  const common = { kind: demand.kind, demand, from: demand.from, to: demand.from + demand.minutes }
  switch (demand.kind) {
    case 'meeting': {
      const going = demand.people.map(number)
      return demand.periods.map(({ firstDay, lastDay }, i) => ({
        ...common,
        id: `${demand.id}:${i + 1}`,
        firstDay,
        lastDay,
        needsPupils: false,
        going,
        places: going.length,
      }))
    }
    case 'visit':
      return demand.people.flatMap((person) =>
        demand.periods.flatMap(({ firstDay, lastDay }, i) =>
          Array.from({ length: demand.each }, (_, j) => ({
            ...common,
            id: `${demand.id}:${person}:${i * demand.each + j + 1}`,
            firstDay,
            lastDay,
            needsPupils: true,
            going: [number(person)],
            places: 1,
          })),
        ),
      )
    case 'session': {
      const going = demand.people.map(number)
      return demand.sessions.map(({ firstDay, lastDay, leader, expertise }, i) => ({
        ...common,
        id: `${demand.id}:${i + 1}`,
        firstDay,
        lastDay,
        needsPupils: false,
        going: leader === undefined ? going : [...new Set([...going, number(leader)])],
        ...(expertise !== undefined && leader === undefined && { seats: { rule: 'leader', count: 1, expertise } as const }),
        places: Math.max(1, going.length),
        among: demand.urns,
      }))
    }
    case 'learning-walk':
    case 'super-learning-day': {
      const { firstDay, lastDay } = demand
      const candidates = demand.candidates.map(number)
      const seats: Seats =
        demand.kind === 'learning-walk'
          ? { rule: 'walk', count: demand.size - 1, candidates }
          : { rule: 'pairs', count: 2 * demand.pairs, candidates }
      const going = demand.kind === 'learning-walk' ? [number(demand.lead)] : []
      return [{ ...common, id: `${demand.id}:1`, firstDay, lastDay, needsPupils: true, going, seats, places: going.length + seats.count }]
    }
  }
}
