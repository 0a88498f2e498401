/** Demands, taken apart into the activities that each need a host, a day and a time. */
import type { Days, Demand, Kind, PlannedPerson, PlanningProblem } from './problem.ts'
import { includes } from './school-day.ts'

/** People who come together or not at all: a candidate of a walk, a pair, a leader. */
export interface Unit {
  readonly people: readonly PlannedPerson[]
}

export interface Activity {
  readonly id: string
  readonly kind: Kind
  readonly demand: Demand
  readonly window: Days
  readonly hosts: readonly string[]
  /** Who comes wherever it is. */
  readonly fixed: readonly PlannedPerson[]
  readonly units: readonly Unit[]
  /** How many of the units come. */
  readonly chosen: number
  /** Its place in the order of its demand, from 0. */
  readonly place: number
  readonly named?: string
}

export function activitiesOf(problem: PlanningProblem): Activity[] {
  const people = new Map(problem.people.map((person) => [person.id, person]))
  const all = (ids: readonly string[]) => ids.map((id) => people.get(id)!)
  const apart = (demand: Demand): Activity[] => {
    const able = (window: Days, among?: readonly string[]) => ableHosts(problem, demand.kind, window, among)
    switch (demand.kind) {
      case 'meeting':
        return demand.periods.map((window, place) => ({
          ...{ id: `${demand.id}/${place + 1}`, kind: demand.kind, demand, window, hosts: able(window), place },
          ...{ fixed: all(demand.participants), units: [], chosen: 0 },
        }))
      case 'visit':
        return demand.periods.flatMap((window, period) =>
          all(demand.holders).flatMap((holder) =>
            Array.from({ length: demand.each }, (_, number) => ({
              ...{ id: `${demand.id}/${period + 1}/${holder.id}/${number + 1}`, kind: demand.kind, demand, window, place: period },
              ...{ hosts: able(window).filter((host) => host !== holder.urn), fixed: [holder], units: [], chosen: 0 },
            })),
          ),
        )
      case 'session':
        return demand.sessions.map(({ leader, expertise, ...window }, place) => {
          const led = leader === undefined && expertise !== undefined
          const units = led
            ? problem.people.filter((person) => person.expertise.includes(expertise)).map((person) => ({ people: [person] }))
            : []
          return {
            ...{ id: `${demand.id}/${place + 1}`, kind: demand.kind, demand, window, hosts: able(window, demand.schools), place },
            fixed: all([...new Set([...demand.participants, ...(leader === undefined ? [] : [leader])])]),
            ...{ units: units.filter((unit) => !demand.participants.includes(unit.people[0]!.id)), chosen: led ? 1 : 0, named: leader },
          }
        })
      case 'walk': {
        const units = all(demand.candidates.filter((id) => id !== demand.lead)).map((person) => ({ people: [person] }))
        return [{ ...single(demand, able(demand)), fixed: all([demand.lead]), units, chosen: demand.size - 1, named: demand.lead }]
      }
      case 'super-learning-day': {
        const candidates = all(demand.candidates)
        const units = candidates.flatMap((one, index) =>
          candidates.slice(index + 1).flatMap((other) => (one.urn === other.urn ? [] : [{ people: [one, other] }])),
        )
        return [{ ...single(demand, able(demand)), fixed: [], units, chosen: demand.pairs }]
      }
    }
  }
  return problem.demands.flatMap(apart)
}

const single = (demand: Demand & Days, hosts: readonly string[]) => ({
  ...{ id: `${demand.id}/1`, kind: demand.kind, demand, hosts, place: 0 },
  window: { firstDay: demand.firstDay, lastDay: demand.lastDay },
})

/** Those that offer to host such a thing at some time of the window, or, where none does, all. */
function ableHosts({ schools }: PlanningProblem, kind: Kind, window: Days, among?: readonly string[]): string[] {
  const asked = schools.filter(({ urn }) => !among || among.includes(urn))
  const offering = asked.filter(({ offers }) =>
    offers.some((offer) => offer.kinds.includes(kind) && (includes(offer, window.firstDay) || includes(window, offer.firstDay))),
  )
  return (offering.length > 0 ? offering : asked).map(({ urn }) => urn)
}

/** Whether the unit may come where this school hosts: leaders are of the host, pairs of other schools. */
export function mayCome({ kind }: Activity, unit: Unit, host: string): boolean {
  if (kind === 'session') return unit.people[0]!.urn === host
  return kind !== 'super-learning-day' || unit.people.every(({ urn }) => urn !== host)
}

/** The rounds of what is hosted in turn: places of the order that need different schools, and the schools that the first may use. */
export function rounds(activities: readonly Activity[], hostedThisRound: readonly string[]): { places: number[]; among: Set<string> }[] {
  const able = new Set(activities.flatMap(({ hosts }) => hosts))
  const left = new Set([...able].filter((urn) => !hostedThisRound.includes(urn)))
  const found: { places: number[]; among: Set<string> }[] = []
  let among = left.size > 0 ? left : able
  for (const { place } of activities) {
    const last = found.at(-1)
    if (last && last.places.length < last.among.size) last.places.push(place)
    else {
      if (last) among = able
      found.push({ places: [place], among })
    }
  }
  return found
}
