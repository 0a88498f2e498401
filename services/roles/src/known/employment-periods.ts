/**
 * The periods of an employment as membership's events tell them, and what a succession makes of them: the same rules as membership
 * has, over the copies (docs/rules.md, Employment and Succession).
 */
import type { DataOf } from '@nlc/contracts/define'
import type { EmploymentStarted } from '@nlc/contracts/membership'
import { type Days, dayAfter, dayBefore, isBefore, isOn, overlap, splitAt } from './day.ts'
import type { Succession } from './succession.ts'

type Told = DataOf<typeof EmploymentStarted>
export type Employer = Told['employer']
export interface Period extends Days {
  readonly employer: Employer
  readonly urns: readonly string[]
  readonly workingDays: readonly Told['workingDays'][number][]
  readonly fte: number
  readonly staffCategory: Told['staffCategory']
}
type Conditions = Omit<Period, 'firstDay' | 'lastDay'>

/** Of an event's data, the period. */
export const toldPeriod = ({
  firstDay,
  lastDay,
  employer,
  urns,
  workingDays,
  fte,
  staffCategory,
}: Omit<Told, 'employmentId' | 'personId'>): Period => ({
  firstDay,
  lastDay: lastDay ?? null,
  employer,
  urns,
  workingDays,
  fte,
  staffCategory,
})

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
export function movedPeriods(
  periods: readonly Period[],
  { urn, successorUrn, firstDay }: Succession,
  trust: string | undefined,
): readonly Period[] {
  if (!periods.some((one) => one.urns.includes(urn) && !isBefore(one.lastDay, firstDay))) return periods
  const moved: Period[] = []
  for (const period of periods.flatMap((one) => splitAt(one, firstDay))) {
    const goes = period.firstDay >= firstDay && period.urns.includes(urn)
    const piece = goes
      ? {
          ...period,
          employer: period.urns.length === 1 ? employerAfter(period.employer, successorUrn, trust) : period.employer,
          urns: [...new Set(period.urns.map((place) => (place === urn ? successorUrn : place)))],
        }
      : period
    push(moved, piece)
  }
  return moved
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
    const said = our && their ? { ...our, ...together(our, their) } : (our ?? their)
    if (said === undefined) continue
    const next = begins[index + 1]
    push(whole, { ...said, firstDay, lastDay: next === undefined ? null : dayBefore(next) })
  }
  return whole
}

function push(periods: Period[], piece: Period): void {
  const before = periods.at(-1)
  if (before && sameConditions(before, piece)) periods[periods.length - 1] = { ...before, lastDay: piece.lastDay }
  else periods.push(piece)
}
