/** What an item says of an employment, beside what is recorded of it. Nothing here knows of a database or a clock. */
import { dayAfter, isBefore } from '../employments/day.ts'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import {
  type Conditions,
  changedFrom,
  type Employer,
  firstDayOf,
  isOn,
  lastDayOf,
  lasting,
  type Period,
  periodOn,
  sameConditions,
  sameEmployer,
} from '../employments/period.ts'
import type { Item } from './item.ts'

export interface Returned {
  readonly record: EmploymentRecord
  /** What happened, in order; nothing where nothing did. */
  readonly effects: readonly ('corrected' | { readonly changed: Period } | { readonly ended: string })[]
  /** It was open at the school, or lasted longer, before. */
  readonly ending: boolean
}

/** A school's day, and the employer that the item gives or leaves as it is. */
export interface Asked {
  readonly urn: string
  readonly extractDay: string
  readonly employer: Employer | undefined
}

export function returnedEmployment(
  record: EmploymentRecord,
  item: Item,
  { urn, extractDay, employer }: Asked,
): Returned | 'last-day-too-early' {
  const { firstDay, lastDay = null, endReason = 'left' } = item.employment
  const effects: Returned['effects'][number][] = []
  let { periods } = record
  let reason = record.endReason
  let ending = false

  if (firstDay < firstDayOf(periods) && periods[0]!.urns.includes(urn)) {
    periods = periods.map((period, index) => (index === 0 ? { ...period, firstDay } : period))
    correct()
  }
  // An end that lies before the extract is taken back where the MIS still has the person; one to come it may not know of yet.
  const recordedEnd = lastDayOf(periods)
  if (recordedEnd !== null && (lastDay === null ? recordedEnd < extractDay : recordedEnd < lastDay)) {
    periods = lasting(periods, lastDay)
    reason = null
    correct()
  }

  const current = periodOn(periods, extractDay)
  const wanted = conditionsAsked(current, item, employer)
  if (!sameConditions(current, wanted)) {
    const from = firstDay > current.firstDay && isOn(current, firstDay) && firstDay <= extractDay ? firstDay : extractDay
    const changed = changedFrom(periods, from, wanted)
    if (changed !== undefined) {
      periods = changed
      effects.push({ changed: changed.find((period) => period.firstDay === from)! })
    } else {
      // It begins today, or is still to begin: nothing was lived under what was recorded.
      periods = periods.map((period) => (period.firstDay === current.firstDay ? { ...period, ...wanted } : period))
      correct()
    }
  }

  if (lastDay !== null) {
    const leaving = leave(periods, urn, lastDay)
    if (leaving === 'last-day-too-early') return leaving
    if (leaving !== undefined) {
      ending = true
      periods = leaving
      const onwards = leaving.find((period) => period.firstDay === dayAfter(lastDay))
      if (onwards) effects.push({ changed: onwards })
      else {
        reason = endReason
        effects.push({ ended: lastDay })
      }
    }
  }
  return { record: { ...record, periods, endReason: reason }, effects, ending }

  function correct(): void {
    if (!effects.includes('corrected')) effects.push('corrected')
  }
}

/**
 * Hours are of the whole employment: where it is worked at several schools, one of them does not know. The school alone is never
 * left or entered by conditions.
 */
function conditionsAsked(current: Period, { payrollNumber, employment }: Item, employer: Employer | undefined): Conditions {
  const whole = current.urns.length <= 1
  return {
    employer: employer === undefined || sameEmployer(employer, current.employer) ? current.employer : employer,
    urns: current.urns,
    workingDays: whole ? employment.workingDays : current.workingDays,
    fte: whole ? employment.fte : current.fte,
    staffCategory: employment.staffCategory,
    payrollNumber: payrollNumber ?? current.payrollNumber,
  }
}

/** Without this school after a day: ended, or worked on elsewhere. Undefined where that is so already. */
export function leave(periods: readonly Period[], urn: string, lastDay: string): Period[] | undefined | 'last-day-too-early' {
  const firstHere = periods.find((period) => period.urns.includes(urn))
  const after = periods.filter((period) => period.urns.includes(urn) && !isBefore(period.lastDay, dayAfter(lastDay)))
  if (after.length === 0) return undefined
  if (firstHere === undefined || lastDay < firstHere.firstDay) return 'last-day-too-early'
  if (after.every((period) => period.urns.length === 1)) return lasting(periods, lastDay)
  const left: Period[] = []
  for (const period of periods) {
    const urns = period.urns.filter((place) => place !== urn)
    if (!after.includes(period)) left.push(period)
    else {
      if (period.firstDay <= lastDay) left.push({ ...period, lastDay })
      // Where the school was all there was, the employment ends: what was to follow on it does not.
      if (urns.length === 0) break
      left.push({ ...period, urns, firstDay: period.firstDay > lastDay ? period.firstDay : dayAfter(lastDay) })
    }
  }
  return left
}
