/** The way to a plan: hosts, then days; where that does not do, both at once. */
import { chooseDays } from './choose-days.ts'
import { chooseHosts } from './choose-hosts.ts'
import { costOf, costOfOne } from './cost.ts'
import type { Ground } from './ground.ts'
import { type Option, optionsOf } from './options.ts'
import type { Limits, Solver } from './solver.ts'
import { type Placed, Timetable } from './timetable.ts'
import { sizeOfWhole, solveWhole } from './whole-model.ts'

/** How much work may be put into it. */
export interface Effort extends Limits {
  /** How often days are tried anew for one choice of hosts. */
  readonly rounds: number
  /** How often hosts are chosen anew. */
  readonly choices: number
  /** The largest whole model that is tried, in columns: to decide, and to close a gap. */
  readonly columnsToDecide: number
  readonly columnsToClose: number
}

export type Found =
  | { readonly state: 'found'; readonly placed: readonly Placed[]; readonly cost: number; readonly bound: number }
  | { readonly state: 'infeasible' | 'undecided' | 'aborted' }

/** @param kept stay as they are. */
export function search(solver: Solver, ground: Ground, kept: readonly Placed[], effort: Effort): Found {
  if (!goTogether(ground, kept)) return { state: 'infeasible' }
  const options = keep(ground, optionsOf(ground, effort.seed), kept)
  if (options.some((of) => of.length === 0)) return { state: 'infeasible' }
  const first = chooseHosts(solver, ground, options, effort)
  if (first.state !== 'chosen') return { state: first.state }
  const { bound } = first
  const days = chooseDays(ground, first.hosts, kept, effort.rounds)
  if (days.isComplete) return close(solver, ground, options, kept, found(ground, days.placed, bound), effort)
  const chosen = first.hosts.map((host) => [host])
  if (sizeOfWhole(ground, chosen) <= effort.columnsToDecide) {
    const solved = solveWhole(solver, ground, chosen, kept, effort)
    if ('placed' in solved) return close(solver, ground, options, kept, found(ground, solved.placed, bound), effort)
    if (solved.state === 'aborted') return { state: 'aborted' }
  }
  if (sizeOfWhole(ground, options) <= effort.columnsToDecide) {
    const solved = solveWhole(solver, ground, options, kept, effort)
    if ('placed' in solved) return found(ground, solved.placed, Math.max(bound, solved.bound))
    if (solved.state !== 'undecided') return { state: solved.state }
  }
  return chooseAnew(solver, ground, options, kept, { bound, hosts: first.hosts, hardest: days.hardest }, effort)
}

interface Chosen {
  readonly bound: number
  readonly hosts: readonly Option[]
  readonly hardest: number
}

/** Too large to be solved whole: whoever found no day is to be elsewhere. Nothing is proved by it but that there is a plan. */
function chooseAnew(
  solver: Solver,
  ground: Ground,
  options: readonly (readonly Option[])[],
  kept: readonly Placed[],
  { bound, ...chosen }: Chosen,
  effort: Effort,
): Found {
  let { hosts, hardest } = chosen
  let left = options
  for (let choice = 1; choice < effort.choices; choice++) {
    left = left.map((of, number) => (number === hardest && of.length > 1 ? of.filter(({ host }) => host !== hosts[number]!.host) : of))
    const again = chooseHosts(solver, ground, left, effort)
    if (again.state === 'aborted') return { state: 'aborted' }
    if (again.state !== 'chosen') break
    const days = chooseDays(ground, again.hosts, kept, effort.rounds)
    if (days.isComplete) return found(ground, days.placed, bound)
    ;[hosts, hardest] = [again.hosts, days.hardest]
  }
  return { state: 'undecided' }
}

/** Where a gap is left, and the whole model is small enough, it is solved. */
function close(
  solver: Solver,
  ground: Ground,
  options: readonly (readonly Option[])[],
  kept: readonly Placed[],
  there: Found & { state: 'found' },
  effort: Effort,
): Found {
  if (there.cost <= there.bound) return there
  const sameHosts = there.placed.map(({ number, host }) => options[number]!.filter((option) => option.host === host))
  for (const left of [options, sameHosts]) {
    if (sizeOfWhole(ground, left) > effort.columnsToClose) continue
    const solved = solveWhole(solver, ground, left, kept, effort)
    if (solved.state === 'aborted') return { state: 'aborted' }
    if (!('placed' in solved)) continue
    const better = found(ground, solved.placed, left === options ? Math.max(there.bound, solved.bound) : there.bound)
    return better.cost <= there.cost ? better : { ...there, bound: better.bound }
  }
  return there
}

const found = (ground: Ground, placed: readonly Placed[], bound: number): Found & { state: 'found' } => {
  const cost = costOf(ground, placed)
  return { state: 'found', placed, cost, bound: Math.min(bound, cost) }
}

function goTogether(ground: Ground, kept: readonly Placed[]): boolean {
  const timetable = new Timetable(ground)
  return kept.every((placed) => {
    const goes = timetable.goesWith(placed)
    timetable.place(placed)
    return goes
  })
}

/** What is kept has one option: where it is. */
function keep(ground: Ground, options: Option[][], kept: readonly Placed[]): Option[][] {
  const all = [...options]
  for (const placed of kept) {
    const { number, host, day } = placed
    all[number] = [{ host, days: [day], leastCost: costOfOne(ground, placed) }]
  }
  return all
}
