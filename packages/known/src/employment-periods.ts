/**
 * The periods of an employment as membership's events tell them, and what a succession makes of them: the same rules as membership
 * has, over the copies (docs/rules.md, Employment and Succession).
 */
import type { DataOf } from '@nlc/contracts/define'
import type { EmploymentStarted } from '@nlc/contracts/membership'
import { type Days, dayAfter, dayBefore, isBefore, isOn, lasting, overlap, splitAt } from './day.ts'
import { concerns, type Succession } from './succession.ts'

type Told = DataOf<typeof EmploymentStarted>
export type Employer = Told['employer']
export interface Period extends Days {
  readonly employer: Employer
  readonly urns: readonly string[]
  readonly workingDays: readonly Told['workingDays'][number][]
  readonly fte: number
  readonly staffCategory: Told['staffCategory']
  /** When it was said: ISO 8601, to the millisecond. */
  readonly toldAt: string
}
type Conditions = Omit<Period, 'firstDay' | 'lastDay' | 'toldAt'>

/** Of an event's data, the period. */
export const toldPeriod = (told: Omit<Told, 'employmentId' | 'personId'>, toldAt: string): Period => {
  const { firstDay, lastDay, employer, urns, workingDays, fte, staffCategory } = told
  return { firstDay, lastDay: lastDay ?? null, employer, urns, workingDays, fte, staffCategory, toldAt }
}

/**
 * The period that covered the first day ends the day before; one that began on it is replaced. What was to come after the last day
 * is dropped, unless the period that is replaced lasted until that very day: then it was not moved, and what follows stays.
 */
export function changedTo(before: readonly Period[], period: Period): Period[] {
  const covering = before.find((one) => isOn(one, period.firstDay))
  const earlier = before
    .filter(({ firstDay }) => firstDay < period.firstDay)
    .map((one) => (isBefore(one.lastDay, period.firstDay) ? one : { ...one, lastDay: dayBefore(period.firstDay) }))
  const follows = covering !== undefined && period.lastDay !== null && covering.lastDay === period.lastDay
  return [...earlier, period, ...(follows ? before.filter(({ firstDay }) => firstDay > period.lastDay!) : [])]
}

/** @param trust of the successor on its first day: who worked at the one school alone moves with it to that one's employer. */
export function movedPeriods(periods: readonly Period[], succession: Succession, trust: string | undefined): readonly Period[] {
  const { urn, successorUrn, firstDay } = succession
  const goes = (period: Period) => period.urns.includes(urn) && concerns(succession, period)
  return periods
    .flatMap((period) => (goes(period) ? splitAt(period, firstDay) : [period]))
    .map((period) =>
      goes(period)
        ? {
            ...period,
            employer: period.urns.length === 1 ? employerAfter(period.employer, successorUrn, trust) : period.employer,
            urns: [...new Set(period.urns.map((place) => (place === urn ? successorUrn : place)))],
          }
        : period,
    )
}

/** Staff transfer with their school; an agency's and an authority's stay theirs, unless a trust takes the school. */
function employerAfter(employer: Employer, successorUrn: string, trust: string | undefined): Employer {
  if (employer.kind === 'agency') return employer
  if (trust !== undefined) return { kind: 'trust', reference: trust }
  return employer.kind === 'local-authority' ? employer : { kind: 'governing-body', reference: successorUrn }
}

const sameEmployer = (a: Employer, b: Employer) => a.kind === b.kind && a.reference === b.reference
const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && new Set([...a, ...b]).size === a.length
const sameConditions = (a: Conditions, b: Conditions) =>
  sameEmployer(a.employer, b.employer) &&
  sameSet(a.urns, b.urns) &&
  sameSet(a.workingDays, b.workingDays) &&
  a.fte === b.fte &&
  a.staffCategory === b.staffCategory

/** Would membership refuse both beside each other: one person with the same employer, category and place on the same day? */
export const collide = (a: Period, b: Period): boolean =>
  overlap(a, b) &&
  sameEmployer(a.employer, b.employer) &&
  a.staffCategory === b.staffCategory &&
  (a.urns.length + b.urns.length === 0 || a.urns.some((urn) => b.urns.includes(urn)))

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** Two parts of a job that a succession makes one: together, up to full time. */
const together = (ours: Conditions, theirs: Conditions): Conditions => ({
  ...ours,
  urns: union(ours.urns, theirs.urns),
  workingDays: union(ours.workingDays, theirs.workingDays),
  fte: Math.min(1, Math.round((ours.fte + theirs.fte) * 10_000) / 10_000),
})

/** Two employments that overlap, as one without a gap: each day that one of them covers is covered. */
export function united(ours: readonly Period[], theirs: readonly Period[]): Period[] {
  const days = new Set<string>()
  for (const { firstDay, lastDay } of [...ours, ...theirs]) {
    days.add(firstDay)
    if (lastDay !== null) days.add(dayAfter(lastDay))
  }
  const whole: Period[] = []
  const begins = [...days].sort()
  for (const [index, firstDay] of begins.entries()) {
    const our = ours.find((period) => isOn(period, firstDay))
    const their = theirs.find((period) => isOn(period, firstDay))
    const said = our && their ? { ...our, ...together(our, their), toldAt: earlier(our.toldAt, their.toldAt) } : (our ?? their)
    if (said === undefined) continue
    const next = begins[index + 1]
    whole.push({ ...said, firstDay, lastDay: next === undefined ? null : dayBefore(next) })
  }
  return whole
}

/** Without boundaries at which nothing changes. What was told first is what a succession said since concerns. */
export function joined(periods: readonly Period[]): Period[] {
  const whole: Period[] = []
  for (const piece of periods) {
    const before = whole.at(-1)
    if (before && before.lastDay !== null && dayAfter(before.lastDay) === piece.firstDay && sameConditions(before, piece))
      whole[whole.length - 1] = { ...before, lastDay: piece.lastDay, toldAt: earlier(before.toldAt, piece.toldAt) }
    else whole.push(piece)
  }
  return whole
}

const earlier = (a: string, b: string): string => (a < b ? a : b)

/**
 * What a merge of people made of an employment, where more was said of that one afterwards and came here before: a correction has the
 * whole, a change its period, an end the last day.
 */
export function saidSince(
  merged: readonly Period[],
  mergedAt: string,
  known: { periods: readonly Period[]; endToldAt: string | null },
): readonly Period[] {
  const since = known.periods.filter(({ toldAt }) => toldAt > mergedAt)
  if (since.length > 0 && since.length === known.periods.length) return known.periods
  const changed = since.reduce<readonly Period[]>(changedTo, merged)
  return known.endToldAt !== null && known.endToldAt > mergedAt ? lasting(changed, known.periods.at(-1)?.lastDay ?? null) : changed
}
