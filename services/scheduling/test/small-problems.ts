/** Problems so small that everything can be tried: four schools, one week, a few visits and meetings that get in each other's way. */
import fc from 'fast-check'
import type { Placement } from '../src/planner/plan.ts'
import type { DayAtSchool, Demand, PersonToPlan, PlanningProblem, SchoolToPlan } from '../src/planner/problem.ts'
import { checkPlan, occasionsAsked } from './plan-checker.ts'

const week = ['2027-01-11', '2027-01-12', '2027-01-13'] as const
const period = { firstDay: week[0], lastDay: week[2] }
const urns = ['900001', '900002', '900003'] as const

const school = (urn: string, number: number): fc.Arbitrary<SchoolToPlan> =>
  fc
    .record({
      days: fc.tuple(
        ...week.map(() => fc.constantFrom<DayAtSchool | undefined>(...Array<'pupils'>(9).fill('pupils'), 'inset', 'closure', undefined)),
      ),
      capacity: fc.constantFrom(1, 1, 2, 4),
      weekdays: fc.option(fc.constantFrom([1], [1, 2], [3]), { nil: undefined, freq: 3 }),
      longitude: fc.integer({ min: 0, max: 20 }),
      visitsHosted: fc.constantFrom(0, 0, 1, 2),
    })
    .map(({ days, capacity, weekdays, longitude, visitsHosted }) => ({
      urn,
      point: { latitude: 54 + number / 100, longitude: -3 + longitude / 50 },
      days: Object.fromEntries(week.flatMap((day, i) => (days[i] === undefined ? [] : [[day, days[i]]]))),
      offers: [
        { ...period, kinds: ['visit'], capacity, ...(weekdays && { weekdays }) },
        { ...period, kinds: ['meeting'], capacity: 4 },
      ],
      hosts: [],
      visitsHosted,
    }))

const person = (id: string, urn: string): fc.Arbitrary<PersonToPlan> =>
  fc
    .record({
      minutes: fc.option(fc.constantFrom(150, 300, 450, 600), { nil: undefined, freq: 2 }),
      engaged: fc.option(fc.constantFrom(...week), { nil: undefined, freq: 2 }),
    })
    .map(({ minutes, engaged }) => ({
      id,
      urn,
      engagements: engaged ? [{ day: engaged, from: 780, to: 840, urn: urns[0] }] : [],
      ...(minutes !== undefined && { timeLeft: [{ fromDay: week[0], minutes }] }),
    }))

export const smallProblem: fc.Arbitrary<PlanningProblem> = fc
  .record({
    schools: fc.tuple(...urns.map(school)),
    people: fc.tuple(person('a', urns[0]), person('b', urns[1])),
    visits: fc.record({ each: fc.constantFrom(1, 1, 1, 2), differentHosts: fc.boolean(), from: fc.constantFrom(540, 780) }),
    meetings: fc.constantFrom(0, 1, 1, 2),
    hosted: fc.dictionary(fc.constantFrom(...urns), fc.constantFrom(0, 1, 2)),
    preferredWeekdays: fc.option(fc.constantFrom([1], [2, 3]), { nil: undefined }),
    pin: fc.option(
      fc.record({ occasion: fc.constantFrom('v:a:1', 'v:b:1'), host: fc.constantFrom(...urns), day: fc.constantFrom(...week) }),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(({ schools, people, visits, meetings, hosted, preferredWeekdays, pin }) => {
    const demands: Demand[] = [
      {
        id: 'v',
        kind: 'visit',
        minutes: 150,
        people: ['a', 'b'],
        periods: [period],
        ...visits,
        ...(preferredWeekdays && { preferredWeekdays }),
      },
      {
        id: 'm',
        kind: 'meeting',
        from: 600,
        minutes: 150,
        people: ['a', 'b'],
        periods: Array.from({ length: meetings }, () => period),
        hosted,
      },
    ]
    return { schools, people, demands, pins: pin ? [pin] : [], exclusions: [] }
  })

/** @param only of these elements alone, as a conflict names them. @returns what the cheapest plan costs, if there is any. */
export function tryEverything(problem: PlanningProblem, only?: ReadonlySet<string>): number | undefined {
  const pinned = { ...problem, pins: problem.pins.filter((_, number) => only?.has(`pin:${number}`) ?? true) }
  const asked = occasionsAsked(problem.demands).filter(({ name }) => only?.has(name) ?? true)
  let best: number | undefined
  const goOn = (placements: readonly Placement[]): void => {
    const { faults, cost } = checkPlan(pinned, placements)
    if (faults.some((fault) => !fault.endsWith(': is missing'))) return
    const next = asked[placements.length]
    if (next === undefined) {
      best = Math.min(best ?? Number.POSITIVE_INFINITY, cost)
      return
    }
    const { name, demand } = next
    for (const { urn } of problem.schools)
      for (const day of week) {
        const people = demand.kind === 'visit' ? [name.split(':')[1]!] : ['a', 'b']
        const { from, minutes } = demand
        goOn([
          ...placements,
          { occasion: name, kind: demand.kind, host: urn, day, from, minutes, people, chosen: [], why: { travelMinutes: 0, gave: [] } },
        ])
      }
  }
  goOn([])
  return best
}
