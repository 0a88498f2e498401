/** Who is chosen for an occasion: a walk's team beside its lead, the pairs of a Super Learning Day, who leads a session. */

/** People are numbers. */
export type Seats =
  | { readonly rule: 'walk' | 'pairs'; readonly count: number; readonly candidates: readonly number[] }
  | { readonly rule: 'leader'; readonly count: 1; readonly expertise: string }

export interface Candidate {
  readonly person: number
  readonly school: number
  /** What it costs that they go. */
  readonly cost: number
}

/** In words of numbers for each school: at least, and at most so many, of those who may sit at all. Exact, since both rules are linear. */
export interface SeatBounds {
  readonly ofHost: readonly [atLeast: number, atMost: number]
  readonly ofOthers: readonly [atLeast: number, atMost: number]
  /** Of any one school. */
  readonly ofEach: number
}

/** @param leadSchool of a walk: where its lead comes from. */
export function seatBounds({ rule, count }: Seats, host: number, leadSchool: number | undefined): SeatBounds {
  if (rule === 'leader') return { ofHost: [1, 1], ofOthers: [0, 0], ofEach: 1 }
  if (rule === 'pairs') return { ofHost: [0, 0], ofOthers: [count, count], ofEach: count / 2 }
  const isLeadOfHost = leadSchool === host
  return { ofHost: [isLeadOfHost ? 0 : 1, count], ofOthers: [isLeadOfHost ? 1 : 0, count], ofEach: count }
}

/**
 * The cheapest, the first of equals. What is asked of each side is taken first, then the cheapest of all: since the bounds are of disjoint
 * sides and of each school, taking the cheapest that still fits is best.
 *
 * @returns nothing where those who could sit are too few.
 */
export function cheapestTeam(candidates: readonly Candidate[], host: number, count: number, bounds: SeatBounds): Candidate[] | undefined {
  const inOrder = candidates.toSorted((a, b) => a.cost - b.cost)
  const team = new Set<Candidate>()
  const ofSchool = new Map<number, number>()
  const sides = { host: 0, others: 0 }
  const take = (candidate: Candidate): boolean => {
    const { school } = candidate
    const [side, [, atMost]] = school === host ? (['host', bounds.ofHost] as const) : (['others', bounds.ofOthers] as const)
    const already = ofSchool.get(school) ?? 0
    if (team.has(candidate) || already >= bounds.ofEach || sides[side] >= atMost) return false
    team.add(candidate)
    ofSchool.set(school, already + 1)
    sides[side]++
    return true
  }
  for (const candidate of inOrder) if (candidate.school === host && sides.host < bounds.ofHost[0]) take(candidate)
  for (const candidate of inOrder) if (candidate.school !== host && sides.others < bounds.ofOthers[0]) take(candidate)
  for (const candidate of inOrder) if (team.size < count) take(candidate)
  return team.size === count && sides.host >= bounds.ofHost[0] && sides.others >= bounds.ofOthers[0] ? [...team] : undefined
}

/** Each with one of another school, since none has more than half of them. */
export function inPairs(team: readonly Candidate[]): Candidate[] {
  const bySchool = team.toSorted((a, b) => a.school - b.school)
  const half = team.length / 2
  return bySchool.slice(0, half).flatMap((one, i) => [one, bySchool[i + half]!])
}
