/** The planner on generated networks, its plans checked by a checker that shares no code with it, and beside what trying everything finds. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeNetwork, numbersFrom, spread } from '../../test/generated-networks.ts'
import { checkPlan } from '../../test/plan-checker.ts'
import { smallProblem, tryEverything } from '../../test/small-problems.ts'
import { Ground } from './ground.ts'
import { makePlan, usualEffort } from './make-plan.ts'
import { optionsOf } from './options.ts'
import type { Placement, Plan } from './plan.ts'
import type { Demand, PlanningProblem } from './problem.ts'
import { replan } from './replan.ts'
import { search } from './search.ts'
import { Solver } from './solver.ts'
import { solveWhole } from './whole-model.ts'
import { placementsOf } from './why.ts'

const solver = await Solver.load()
const limits = { seed: 7, deadline: Number.POSITIVE_INFINITY, isCancelled: () => false }
const plan = (problem: PlanningProblem): Plan => makePlan(solver, problem, limits)

/** Most networks are small, some have forty schools. */
const networks = Array.from({ length: 200 }, (_, seed) =>
  makeNetwork({ seed, schools: 4 + Math.floor(37 * numbersFrom(seed + 1000)() ** 5) }),
)

/** A fortnight in which the school that hosts most is closed, from its first occasion on. */
function closedForAFortnight(problem: PlanningProblem, placements: readonly Placement[]): PlanningProblem {
  const hosted = [...Map.groupBy(placements, ({ host }) => host).values()].toSorted((a, b) => b.length - a.length)[0]!
  const { host, day } = hosted[0]!
  return {
    ...problem,
    schools: problem.schools.map((school) => {
      if (school.urn !== host) return school
      const days = { ...school.days }
      spread(days, Object.keys(days).indexOf(day), 10, 'closure')
      return { ...school, days }
    }),
  }
}

test('200 networks of 4 to 40 schools, three terms: every plan keeps every rule, and no plan costs less; with one school closed for a fortnight, as few changes as can be', () => {
  let [gap, changes, must, schools] = [0, 0, 0, 0]
  for (const problem of networks) {
    const made = plan(problem)
    if (made.state !== 'planned') throw new Error(JSON.stringify(made).slice(0, 1000))
    expect(checkPlan(problem, made.placements)).toEqual({ faults: [], cost: made.cost })
    expect(made.bound).toBeLessThanOrEqual(made.cost)
    gap = Math.max(gap, made.gap)
    schools += problem.schools.length

    const closed = closedForAFortnight(problem, made.placements)
    const broken = new Set(checkPlan(closed, made.placements).faults.map((fault) => fault.slice(0, fault.lastIndexOf(': '))))
    const again = replan(solver, closed, made.placements, limits)
    if (again.state !== 'planned') throw new Error(JSON.stringify(again).slice(0, 1000))
    expect(checkPlan(closed, again.placements)).toEqual({ faults: [], cost: again.cost })
    expect(again.changed.length).toBe(again.leastChanges)
    must += broken.size
    changes += again.changed.length
  }
  console.info(
    `${schools} schools in ${networks.length} networks: largest gap ${gap}; ${changes} changes, where the checker says that ${must} cannot stay`,
  )
  expect(gap).toBeLessThanOrEqual(0.01)
  expect(changes).toBe(must)
}, 120_000)

test('whatever is asked of a small network, the planner finds what trying everything finds: as cheap a plan, or none', () => {
  let [possible, not] = [0, 0]
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const best = tryEverything(problem)
      const made = plan(problem)
      if (best === undefined) {
        not++
        expect(made.state).toBe('impossible')
        return
      }
      possible++
      if (made.state !== 'planned') throw new Error(JSON.stringify(made))
      expect(checkPlan(problem, made.placements)).toEqual({ faults: [], cost: made.cost })
      expect([made.cost, made.bound]).toEqual([best, best])
    }),
    { numRuns: 300 },
  )
  expect(possible).toBeGreaterThan(20)
  expect(not).toBeGreaterThan(20)
})

test('with next to no work allowed it may be undecided, and says nothing that is not so', () => {
  const little = { ...usualEffort, ...limits, rounds: 1, choices: 1, columnsToDecide: 0, columnsToClose: 0 }
  const states = new Set<string>()
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const ground = new Ground(problem)
      const found = search(solver, ground, [], little)
      states.add(found.state)
      const best = tryEverything(problem)
      if (found.state === 'infeasible') expect(best).toBeUndefined()
      if (found.state !== 'found') return
      expect(checkPlan(problem, placementsOf(ground, found.placed)).faults).toEqual([])
      expect(found.bound).toBeLessThanOrEqual(best!)
    }),
    { numRuns: 200 },
  )
  expect(states).toEqual(new Set(['found', 'infeasible', 'undecided']))
})

test('why nothing fits: what cannot stand together, and without any one of them the others can', () => {
  let sets = 0
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const made = plan(problem)
      if (made.state !== 'impossible') return
      const seen = new Set<string>()
      for (const { elements, words } of made.conflicts) {
        sets++
        for (const element of elements) {
          expect(seen.has(element)).toBe(false)
          seen.add(element)
          expect(words).toContain(element.startsWith('pin:') ? 'he pin of' : element)
        }
        expect(tryEverything(problem, new Set(elements))).toBeUndefined()
        for (const left of elements) {
          const others = new Set(elements.filter((element) => element !== left))
          const ground = new Ground(problem, others)
          const found = search(solver, ground, [], { ...usualEffort, ...limits })
          if (found.state !== 'found') throw new Error(`Without ${left} it is ${found.state}.`)
          const missing = checkPlan(withPins(problem, others), placementsOf(ground, found.placed)).faults.filter(
            (fault) => !fault.endsWith(': is missing'),
          )
          expect(missing).toEqual([])
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(sets).toBeGreaterThan(30)
})

const withPins = (problem: PlanningProblem, elements: ReadonlySet<string>): PlanningProblem => ({
  ...problem,
  pins: problem.pins.filter((_, number) => elements.has(`pin:${number}`)),
})

test('hosts, days and people in one model come to a plan that costs the same, walks, pairs and experts included', () => {
  for (const seed of [1, 2]) {
    const problem = inThreeWeeks(makeNetwork({ seed, schools: 5 }))
    const made = plan(problem)
    if (made.state !== 'planned') throw new Error(JSON.stringify(made).slice(0, 1000))
    const ground = new Ground(problem)
    const whole = solveWhole(solver, ground, optionsOf(ground, 0), [], { ...usualEffort, ...limits, nodes: 100_000 })
    if (!('placed' in whole)) throw new Error(whole.state)
    expect(checkPlan(problem, placementsOf(ground, whole.placed))).toEqual({ faults: [], cost: made.cost })
    expect(whole.bound).toBe(made.cost)
  }
})

/** What takes place once, and two sessions, in three weeks of June: small enough for one model. */
function inThreeWeeks(problem: PlanningProblem): PlanningProblem {
  const period = { firstDay: '2027-06-07', lastDay: '2027-06-25' }
  return {
    ...problem,
    demands: problem.demands.flatMap((demand): Demand[] => {
      switch (demand.kind) {
        case 'meeting':
        case 'visit':
          return [{ ...demand, people: demand.people.slice(0, 3), periods: [period] }]
        case 'session':
          return [{ ...demand, sessions: demand.sessions.slice(0, 2).map((session) => ({ ...session, ...period })) }]
        default:
          return [{ ...demand, ...period }]
      }
    }),
  }
}

test('the checker sees what is wrong: moved, at one’s own school, with the wrong people, or missing', () => {
  const problem = makeNetwork({ seed: 4, schools: 6 })
  const made = plan(problem)
  if (made.state !== 'planned') throw new Error(made.state)
  const faultsWith = (kind: string, change: (placement: Placement) => Partial<Placement>) => {
    const one = made.placements.find((placement) => placement.kind === kind)!
    return checkPlan(
      problem,
      made.placements.map((placement) => (placement === one ? { ...placement, ...change(placement) } : placement)),
    ).faults.join('\n')
  }
  const homeOf = (id: string) => problem.people.find((person) => person.id === id)!.urn
  expect(faultsWith('visit', () => ({ day: '2026-12-25' }))).toMatch(/period|shut/)
  expect(faultsWith('visit', ({ people }) => ({ host: homeOf(people[0]!) }))).toContain('own school')
  expect(faultsWith('learning-walk', ({ people }) => ({ people: people.slice(1) }))).toContain('is missing')
  expect(faultsWith('super-learning-day', ({ chosen: [a, , ...others] }) => ({ chosen: [a!, a!, ...others] }))).toContain('pair')
  expect(faultsWith('session', () => ({ chosen: [] }))).toContain('expert')
  expect(faultsWith('meeting', () => ({ from: 0 }))).toContain('another time')
  const meetings = made.placements.filter(({ kind }) => kind === 'meeting')
  expect(faultsWith('meeting', () => ({ host: meetings[1]!.host }))).toContain('same school as the one before')
  expect(checkPlan(problem, made.placements.slice(1)).faults).toEqual([`${made.placements[0]!.occasion}: is missing`])
})

test('one problem and one seed give one plan; another seed may give another that costs the same', () => {
  const problem = makeNetwork({ seed: 5, schools: 9 })
  const [one, same, other] = [plan(problem), plan(structuredClone(problem)), makePlan(solver, problem, { ...limits, seed: 8 })]
  expect(same).toEqual(one)
  expect(other).not.toEqual(one)
  expect(other).toMatchObject({ state: 'planned', cost: (one as { cost: number }).cost })
})

test('what people pin stays, what they rule out does not happen', () => {
  const problem = makeNetwork({ seed: 3, schools: 8 })
  const free = plan(problem)
  if (free.state !== 'planned') throw new Error(free.state)
  const meeting = free.placements.find(({ kind }) => kind === 'meeting')!
  const walk = free.placements.find(({ kind }) => kind === 'learning-walk')!
  const visit = free.placements.find(({ kind }) => kind === 'visit')!
  const decided: PlanningProblem = {
    ...problem,
    pins: [{ occasion: visit.occasion, host: visit.host, day: visit.day }],
    exclusions: [
      { occasion: meeting.occasion, host: meeting.host },
      { occasion: walk.occasion, person: walk.chosen[0]! },
    ],
  }
  const made = plan(decided)
  if (made.state !== 'planned') throw new Error(made.state)
  expect(checkPlan(decided, made.placements).faults).toEqual([])
  expect(made.placements.find(({ occasion }) => occasion === visit.occasion)).toMatchObject({ host: visit.host, day: visit.day })
  expect(made.placements.find(({ occasion }) => occasion === meeting.occasion)!.host).not.toBe(meeting.host)
})

test('cancelled, or out of time, it says so and plans nothing', () => {
  const problem = makeNetwork({ seed: 5, schools: 9 })
  expect(makePlan(solver, problem, { ...limits, isCancelled: () => true })).toEqual({ state: 'aborted', because: 'cancelled' })
  expect(makePlan(solver, problem, { ...limits, deadline: 0 })).toEqual({ state: 'aborted', because: 'time' })
})

test('a plan says why it is not at the nearest school', () => {
  const made = plan(makeNetwork({ seed: 2, schools: 12 }))
  if (made.state !== 'planned') throw new Error(made.state)
  const because = new Set(made.placements.flatMap(({ why }) => why.nearest?.because ?? []))
  expect([...because]).toEqual(expect.arrayContaining(['in-turn', 'different-hosts']))
  for (const { why } of made.placements) expect(why.nearest?.travelMinutes ?? 0).toBeLessThan(why.travelMinutes + 1)
})
