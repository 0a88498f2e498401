/** The hosts first: which school hosts what, by the rules that ask no day. No plan can cost less than the best of these, which is the bound. */
import type { Ground } from './ground.ts'
import { writeHostRules } from './host-rules.ts'
import { hostsInTurn } from './hosts-in-turn.ts'
import type { Option } from './options.ts'
import { type Limits, LinearModel, type Solver } from './solver.ts'

export type HostsChosen =
  | { readonly state: 'chosen'; readonly hosts: readonly Option[]; readonly bound: number }
  | { readonly state: 'infeasible' | 'undecided' | 'aborted' }

/** What no such rule binds together is chosen apart: each series, all visits, anything else by itself. Their bounds add up. */
export function chooseHosts(solver: Solver, ground: Ground, options: readonly (readonly Option[])[], limits: Limits): HostsChosen {
  const hosts: Option[] = []
  let bound = 0
  const apart = Map.groupBy(ground.occasions.keys(), (number) => {
    const { kind, demand } = ground.occasions[number]!
    return kind === 'visit' ? 'visits' : demand.id
  })
  for (const numbers of apart.values()) {
    const chosen = chooseTogether(solver, ground, options, numbers, limits)
    if (chosen.state !== 'chosen') return chosen
    for (const [i, number] of numbers.entries()) hosts[number] = chosen.hosts[i]!
    bound += chosen.bound
  }
  return { state: 'chosen', hosts, bound }
}

/** @returns hosts in the order of the numbers. */
function chooseTogether(
  solver: Solver,
  ground: Ground,
  options: readonly (readonly Option[])[],
  numbers: readonly number[],
  limits: Limits,
): HostsChosen {
  const [only] = numbers
  const { kind, demand } = ground.occasions[only!]!
  if (kind === 'learning-walk' || kind === 'super-learning-day') {
    const best = options[only!]!.reduce((a, b) => (b.leastCost < a.leastCost ? b : a))
    return { state: 'chosen', hosts: [best], bound: best.leastCost }
  }
  if (demand.kind === 'meeting' || demand.kind === 'session') {
    const inTurn = hostsInTurn(ground, demand, numbers, options)
    if (inTurn === 'infeasible') return { state: 'infeasible' }
    if (inTurn) return { state: 'chosen', hosts: inTurn.hosts, bound: inTurn.cost }
  }
  const model = new LinearModel()
  const columns = new Map(
    numbers.map((number) => [number, new Map(options[number]!.map(({ host, leastCost }) => [host, model.column(leastCost)]))]),
  )
  for (const there of columns.values())
    model.row(
      1,
      [...there.values()].map((column) => [column, 1] as const),
      1,
    )
  writeHostRules(model, ground, options, columns)
  const solved = solver.solve(model, limits)
  if (solved.state !== 'optimal' && solved.state !== 'feasible') return { state: solved.state }
  const hosts = numbers.map((number) => options[number]!.find(({ host }) => solved.values[columns.get(number)!.get(host)!]! > 0.5)!)
  return { state: 'chosen', hosts, bound: solved.bound }
}
