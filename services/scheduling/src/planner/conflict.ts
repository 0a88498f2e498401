/** Why nothing fits: demands that cannot stand together, as few as can be, found by leaving out what does not matter. */
import { Ground, pinElement } from './ground.ts'
import type { Conflict, Limit } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import { type Effort, search } from './search.ts'
import type { Solver } from './solver.ts'
import { conflictInWords } from './words.ts'

type Verdict = 'possible' | 'impossible' | 'undecided' | 'aborted'

/** How many sets are looked for: each stands by itself, apart from the others. */
const mostConflicts = 5

/** Disjoint sets, each irreducible; more may be found once these are settled. @returns what kept it from being told otherwise. */
export function conflictsOf(solver: Solver, problem: PlanningProblem, effort: Effort): readonly Conflict[] | 'undecided' | 'aborted' {
  const known = new Map<string, Verdict>()
  const test = (elements: readonly string[]): Verdict => {
    const key = elements.toSorted().join('\n')
    const verdict = known.get(key) ?? verdictOn(solver, problem, elements, effort)
    known.set(key, verdict)
    return verdict
  }
  const conflicts: Conflict[] = []
  let left = elementsOf(problem)
  while (conflicts.length < mostConflicts) {
    const verdict = test(left)
    if (verdict === 'possible') break
    const set = verdict === 'impossible' ? irreducible(left, test) : verdict
    if (typeof set === 'string') {
      if (set === 'aborted' || conflicts.length === 0) return set
      break
    }
    conflicts.push(explain(problem, set))
    left = left.filter((element) => !set.includes(element))
  }
  return conflicts
}

/** Occasions first, then the pins on them. */
const elementsOf = (problem: PlanningProblem): string[] => [
  ...new Ground(problem).occasions.map(({ id }) => id),
  ...problem.pins.map((_, number) => pinElement(number)),
]

function verdictOn(solver: Solver, problem: PlanningProblem, elements: readonly string[], effort: Effort): Verdict {
  if (elements.length === 0) return 'possible'
  const { state } = search(solver, new Ground(problem, new Set(elements)), [], { ...effort, columnsToClose: 0 })
  return state === 'found' ? 'possible' : state === 'infeasible' ? 'impossible' : state
}

/**
 * QuickXplain (U. Junker, Preferred explanations and relaxations for over-constrained problems, AAAI 2004): halves at a time, so that a
 * small set in many demands takes few tests. What could not be decided is kept; a last pass leaves out one at a time and makes sure.
 */
function irreducible(elements: readonly string[], test: (elements: readonly string[]) => Verdict): string[] | 'undecided' | 'aborted' {
  let isAborted = false
  const isImpossible = (set: readonly string[]): boolean => {
    const verdict = isAborted ? 'aborted' : test(set)
    isAborted ||= verdict === 'aborted'
    return verdict === 'impossible'
  }
  const halve = (background: readonly string[], hasGrown: boolean, candidates: readonly string[]): string[] => {
    if (isAborted || (hasGrown && isImpossible(background))) return []
    if (candidates.length <= 1) return [...candidates]
    const middle = candidates.length >> 1
    const [one, other] = [candidates.slice(0, middle), candidates.slice(middle)]
    const ofOther = halve([...background, ...one], one.length > 0, other)
    const ofOne = halve([...background, ...ofOther], ofOther.length > 0, one)
    return [...ofOne, ...ofOther]
  }
  let set = halve([], false, elements)
  for (const element of [...set]) {
    const without = set.filter((one) => one !== element)
    const verdict = isAborted ? 'aborted' : test(without)
    if (verdict === 'aborted' || verdict === 'undecided') return verdict
    if (verdict === 'impossible') set = without
  }
  return set
}

function explain(problem: PlanningProblem, elements: readonly string[]): Conflict {
  const ground = new Ground(problem, new Set(elements))
  const limits = Object.fromEntries(ground.occasions.map(({ id }, number) => [id, limitsOf(ground, number)]))
  return { elements, limits, words: conflictInWords(ground, elements, limits) }
}

/** Of all hosts and days of its period: how many options each limit rules out first. */
function limitsOf(ground: Ground, number: number): Partial<Record<Limit, number>> {
  const occasion = ground.occasions[number]!
  const limits: Partial<Record<Limit, number>> = {}
  for (const host of ground.problem.schools.keys())
    for (const [day, on] of ground.days.entries()) {
      if (on < occasion.firstDay || on > occasion.lastDay) continue
      const limit = ground.whyNot(occasion, host, day) ?? nobodyToChoose(ground, number, host, day)
      if (limit) limits[limit] = (limits[limit] ?? 0) + 1
    }
  return limits
}

const nobodyToChoose = (ground: Ground, number: number, host: number, day: number): Limit | undefined =>
  ground.teamOf(number, host, ground.couldSit(number, host, day)) === undefined ? 'nobody-to-choose' : undefined
