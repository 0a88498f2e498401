/** Planned anew after something changed: as few occasions elsewhere or on another day as can be, and among such plans one that costs least. */
import { Ground } from './ground.ts'
import { aborted, impossible, type PlanLimits, planned, usualEffort } from './make-plan.ts'
import type { Placement, Plan } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import { type Effort, type Found, search } from './search.ts'
import type { Candidate } from './seats.ts'
import type { Solver } from './solver.ts'
import type { Placed } from './timetable.ts'

/** How many sets of occasions are given free beyond those that must move, before all are. */
const mostTries = 400

/** `changed` and `leastChanges` count occasions that are elsewhere, on another day or by other people; none needs fewer: proved. */
export type Replan = Exclude<Plan, { state: 'planned' }> | (Extract<Plan, { state: 'planned' }> & Changes)
type FoundPlan = Extract<Found, { state: 'found' }>
interface Changes {
  readonly changed: readonly string[]
  readonly leastChanges: number
}

/** @param over occasions that took place: they stay, whatever has become of their hosts and people since. */
export function replan(
  solver: Solver,
  problem: PlanningProblem,
  before: readonly Placement[],
  limits: PlanLimits,
  over: readonly string[] = [],
): Replan {
  const effort: Effort = { ...usualEffort, ...limits, columnsToClose: 0 }
  const ground = new Ground(problem)
  const { held, standing, mustMove } = whatStands(ground, before, new Set(over))
  let isProved = true
  for (let freed = 0; ; freed++) {
    const sets = setsToFree(standing, freed)
    if (sets === undefined) break
    let best: FoundPlan | undefined
    for (const free of sets) {
      const found = search(solver, ground, [...held, ...standing.filter(({ number }) => !free.has(number))], effort)
      if (found.state === 'aborted') return aborted(limits)
      if (found.state === 'undecided') isProved = false
      if (found.state === 'found' && (best === undefined || found.cost < best.cost)) best = found
    }
    if (best) return withChanges(ground, best, before, isProved ? mustMove + freed : mustMove)
  }
  const found = search(solver, ground, held, effort)
  if (found.state === 'found') return withChanges(ground, found, before, mustMove)
  if (found.state === 'infeasible') return impossible(solver, problem, effort)
  return found.state === 'aborted' ? aborted(limits) : { state: 'undecided' }
}

/** What took place, what of the rest can stay by itself, and how many occasions cannot, or are new. */
function whatStands(ground: Ground, before: readonly Placement[], over: ReadonlySet<string>) {
  const there = new Map(before.map((placement) => [placement.occasion, placement]))
  const [held, standing]: [Placed[], Placed[]] = [[], []]
  for (const [number, { id }] of ground.occasions.entries()) {
    const placement = there.get(id)
    const placed = placement && asItWas(ground, number, placement, over.has(id))
    if (placed) (over.has(id) ? held : standing).push(placed)
  }
  return { held, standing, mustMove: ground.occasions.length - standing.length - held.length }
}

function asItWas(ground: Ground, number: number, placement: Placement, isOver: boolean): Placed | undefined {
  const { host: urn, day: on, chosen, from, minutes } = placement
  const [host, day] = [ground.schoolNumber(urn), ground.dayNumber(on)]
  const occasion = ground.occasions[number]!
  if (host < 0 || day < 0 || from !== occasion.from || minutes !== occasion.demand.minutes) return undefined
  if (!isOver && ground.whyNot(occasion, host, day) !== undefined) return undefined
  const candidates = isOver ? ground.mayEverSit(number, host) : ground.couldSit(number, host, day)
  const could = new Map(candidates.map((candidate) => [ground.problem.people[candidate.person]!.id, candidate]))
  const team = chosen.flatMap((id) => could.get(id) ?? [])
  if (!isOver && (team.length !== chosen.length || !isTeam(ground, number, host, team))) return undefined
  return { number, host, day, team }
}

const isTeam = (ground: Ground, number: number, host: number, team: readonly Candidate[]): boolean =>
  ground.teamOf(number, host, team)?.length === team.length

/**
 * All sets of so many of what stands, the smallest first. @returns nothing once there are too many to look at each.
 */
function setsToFree(standing: readonly Placed[], count: number): ReadonlySet<number>[] | undefined {
  let sets: number[][] = [[]]
  for (let i = 0; i < count; i++) {
    sets = sets.flatMap((set) => standing.flatMap(({ number }) => (number > (set.at(-1) ?? -1) ? [[...set, number]] : [])))
    if (sets.length > mostTries) return undefined
  }
  return sets.length === 0 ? undefined : sets.map((set) => new Set(set))
}

function withChanges(ground: Ground, found: FoundPlan, before: readonly Placement[], leastChanges: number): Replan {
  const plan = planned(ground, found)
  const there = new Map(before.map((placement) => [placement.occasion, placement]))
  const changed = plan.placements.filter((now) => !isSame(now, there.get(now.occasion))).map(({ occasion }) => occasion)
  return { ...plan, changed, leastChanges }
}

export const isSame = (now: Placement, then: Placement | undefined): boolean =>
  then !== undefined &&
  now.host === then.host &&
  now.day === then.day &&
  now.from === then.from &&
  now.people.length === then.people.length &&
  now.people.every((person) => then.people.includes(person))
