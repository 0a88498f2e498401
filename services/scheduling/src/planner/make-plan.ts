/** The planner (docs/decisions/0019-the-planner.md): a plain function of the problem and a seed. */
import { conflictsOf } from './conflict.ts'
import { Ground } from './ground.ts'
import type { Plan } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import { type Effort, type Found, search } from './search.ts'
import type { Limits, Solver } from './solver.ts'
import { placementsOf } from './why.ts'

/** What a plan may take: enough for forty schools and three terms, and no more than a minute or two of it. */
export const usualEffort = { nodes: 2_000, rounds: 200, choices: 10, columnsToDecide: 20_000, columnsToClose: 3_000 } as const

export type PlanLimits = Pick<Limits, 'seed' | 'deadline' | 'isCancelled'>

export function makePlan(solver: Solver, problem: PlanningProblem, limits: PlanLimits): Plan {
  const effort: Effort = { ...usualEffort, ...limits }
  const ground = new Ground(problem)
  const found = search(solver, ground, [], effort)
  switch (found.state) {
    case 'found':
      return planned(ground, found)
    case 'undecided':
      return { state: 'undecided' }
    case 'aborted':
      return aborted(limits)
    case 'infeasible':
      return impossible(solver, problem, effort)
  }
}

export function planned(ground: Ground, { placed, cost, bound }: Extract<Found, { state: 'found' }>): Extract<Plan, { state: 'planned' }> {
  return { state: 'planned', placements: placementsOf(ground, placed), cost, bound, gap: cost > 0 ? (cost - bound) / cost : 0 }
}

/** Why there is no plan. */
export function impossible(solver: Solver, problem: PlanningProblem, effort: Effort): Exclude<Plan, { state: 'planned' }> {
  const conflicts = conflictsOf(solver, problem, effort)
  if (conflicts === 'aborted') return aborted(effort)
  // What took place may stand in the way, which is no demand that could be left out.
  return conflicts === 'undecided' || conflicts.length === 0 ? { state: 'undecided' } : { state: 'impossible', conflicts }
}

export const aborted = ({ isCancelled }: PlanLimits) => ({ state: 'aborted', because: isCancelled() ? 'cancelled' : 'time' }) as const
