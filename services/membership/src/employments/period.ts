/** The periods of one employment: one after the other, without a gap. Nothing here knows of a database or a clock. */
import { dayAfter, dayBefore, isBefore } from './day.ts'

export type EmployerKind = 'trust' | 'governing-body' | 'local-authority' | 'agency'
export type WorkingDay = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'
export type StaffCategory =
  | 'head-teacher'
  | 'deputy-or-assistant-head'
  | 'middle-leader'
  | 'teacher'
  | 'early-career-teacher'
  | 'trainee'
  | 'classroom-assistant'
  | 'support-staff'
  | 'governor'
  | 'authority-officer'
  | 'hei-staff'
  | 'community-member'

export interface Employer {
  readonly kind: EmployerKind
  readonly reference: string
}

/** What holds during a period. No URN: the employer's own team. */
export interface Conditions {
  readonly employer: Employer
  readonly urns: readonly string[]
  readonly workingDays: readonly WorkingDay[]
  readonly fte: number
  readonly staffCategory: StaffCategory
  readonly payrollNumber: string | null
}

/** From the first to the last day, both counted; without a last day it is open. */
export interface Period extends Conditions {
  readonly firstDay: string
  readonly lastDay: string | null
}

const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && new Set([...a, ...b]).size === a.length

export const sameEmployer = (a: Employer, b: Employer): boolean => a.kind === b.kind && a.reference === b.reference

export const sameConditions = (a: Conditions, b: Conditions): boolean =>
  sameEmployer(a.employer, b.employer) &&
  sameSet(a.urns, b.urns) &&
  sameSet(a.workingDays, b.workingDays) &&
  a.fte === b.fte &&
  a.staffCategory === b.staffCategory &&
  a.payrollNumber === b.payrollNumber

export const conditionsOf = ({ employer, urns, workingDays, fte, staffCategory, payrollNumber }: Conditions): Conditions => ({
  employer,
  urns,
  workingDays,
  fte,
  staffCategory,
  payrollNumber,
})

export const isOn = ({ firstDay, lastDay }: { firstDay: string; lastDay: string | null }, day: string): boolean =>
  firstDay <= day && !isBefore(lastDay, day)

export const overlap = (a: { firstDay: string; lastDay: string | null }, b: { firstDay: string; lastDay: string | null }): boolean =>
  !isBefore(a.lastDay, b.firstDay) && !isBefore(b.lastDay, a.firstDay)

/** Each runs forwards, each begins on the day after the one before ends, and only the last may be open. */
export const areJoined = (periods: readonly Period[]): boolean =>
  periods.length > 0 &&
  periods.every(({ firstDay, lastDay }, index) => {
    const next = periods[index + 1]
    return !isBefore(lastDay, firstDay) && (next === undefined || (lastDay !== null && next.firstDay === dayAfter(lastDay)))
  })

export const firstDayOf = (periods: readonly Period[]): string => periods[0]!.firstDay
export const lastDayOf = (periods: readonly Period[]): string | null => periods.at(-1)!.lastDay

/** The period in force on a day; the first before it begins, the last once it has ended. */
export const periodOn = (periods: readonly Period[], day: string): Period =>
  periods.find(({ lastDay }) => !isBefore(lastDay, day)) ?? periods.at(-1)!

/**
 * The same with other conditions from a day on, until the next period that is recorded. That day lies within a period, after
 * its first day; undefined where it does not, and the same where nothing is different.
 */
export function changedFrom(periods: readonly Period[], firstDay: string, change: Partial<Conditions>): Period[] | undefined {
  const index = periods.findIndex((period) => isOn(period, firstDay))
  const changing = periods[index]
  if (changing === undefined || changing.firstDay === firstDay) return undefined
  const changed: Period = { ...changing, ...change, firstDay }
  if (sameConditions(changing, changed)) return [...periods]
  return [...periods.slice(0, index), { ...changing, lastDay: dayBefore(firstDay) }, changed, ...periods.slice(index + 1)]
}

/** The same until another last day (`null`: open). What was to begin after it is dropped. Empty where nothing is left. */
export function lasting(periods: readonly Period[], lastDay: string | null): Period[] {
  const kept = periods.filter(({ firstDay }) => lastDay === null || firstDay <= lastDay)
  return kept.map((period, index) => (index === kept.length - 1 ? { ...period, lastDay } : period))
}

/** Would the database refuse both: one person with the same employer, category and place on the same day? */
export const collide = (a: Period, b: Period): boolean =>
  overlap(a, b) &&
  sameEmployer(a.employer, b.employer) &&
  a.staffCategory === b.staffCategory &&
  (a.urns.length + b.urns.length === 0 || a.urns.some((urn) => b.urns.includes(urn)))

/** What holds on a day for which two employments that become one both say something. */
export type Both = (ours: Conditions, theirs: Conditions) => Conditions

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** One employment, recorded twice: what is said first wins, and it is worked wherever either says. */
export const recordedTwice: Both = (ours, theirs) => ({ ...ours, urns: union(ours.urns, theirs.urns) })

/** Two parts of a job that become one: together, up to full time. */
export const together: Both = (ours, theirs) => ({
  ...ours,
  urns: union(ours.urns, theirs.urns),
  workingDays: union(ours.workingDays, theirs.workingDays),
  // Fractions of a week as payroll knows them: four decimals, without the dust of binary ones.
  fte: Math.min(1, Math.round((ours.fte + theirs.fte) * 10_000) / 10_000),
})

/** Two employments that overlap, as one without a gap: each day that one of them covers is covered. */
export function united(ours: readonly Period[], theirs: readonly Period[], both: Both): Period[] {
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
    const said = our && their ? both(our, their) : (our ?? their)
    if (said === undefined) continue
    const next = begins[index + 1]
    const piece: Period = { ...conditionsOf(said), firstDay, lastDay: next === undefined ? null : dayBefore(next) }
    const before = whole.at(-1)
    if (before && sameConditions(before, piece)) whole[whole.length - 1] = { ...before, lastDay: piece.lastDay }
    else whole.push(piece)
  }
  return whole
}
