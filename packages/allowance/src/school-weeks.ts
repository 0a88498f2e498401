import { daysFrom, weekday } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'

export interface TermDates {
  readonly firstDay: string
  readonly lastDay: string
  /** With its last day, or neither. */
  readonly halfTermFirstDay?: string | undefined
  readonly halfTermLastDay?: string | undefined
}

/** Terms that hold from a day on, until others do. */
export interface TermsInForce {
  readonly firstDay: string
  readonly terms: readonly TermDates[]
}

/** Monday to Sunday, with at least one school day: a weekday in a term and outside its half-term holiday. */
export interface SchoolWeek {
  /** Its first school day. */
  readonly firstDay: string
  /** Its school days, as days after the first: 0 for that one. */
  readonly daysIn: readonly number[]
}

/** Of one academic year's terms, in order. Bank holidays in a term count: an allowance is by the week, and they shorten no week's work. */
export const schoolWeeks = (terms: readonly TermDates[]): SchoolWeek[] => inWeeks(schoolDays(terms))

/**
 * Where terms change within the year, as they do for somebody who goes to another school: each day is what it is by those that hold then.
 * Before the first, those hold, too.
 */
export function weeksInForce(inForce: readonly TermsInForce[]): SchoolWeek[] {
  const days = inForce.flatMap(({ firstDay, terms }, index) => {
    const next = inForce[index + 1]?.firstDay
    return schoolDays(terms).filter((day) => (index === 0 || day >= firstDay) && (next === undefined || day < next))
  })
  return inWeeks(days)
}

function schoolDays(terms: readonly TermDates[]): string[] {
  const days: string[] = []
  for (const { firstDay, lastDay, halfTermFirstDay, halfTermLastDay } of terms.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    for (let day = firstDay; day <= lastDay; day = plusDays(day, 1)) {
      const inHalfTerm = halfTermFirstDay !== undefined && day >= halfTermFirstDay && day <= halfTermLastDay!
      if (weekday(day) <= 5 && !inHalfTerm) days.push(day)
    }
  }
  return days
}

/** @param days in order. */
function inWeeks(days: readonly string[]): SchoolWeek[] {
  const weeks: { firstDay: string; daysIn: number[] }[] = []
  let monday = ''
  for (const day of days) {
    const itsMonday = plusDays(day, 1 - weekday(day))
    if (itsMonday !== monday) weeks.push({ firstDay: day, daysIn: [] })
    monday = itsMonday
    const week = weeks.at(-1)!
    week.daysIn.push(daysFrom(week.firstDay, day))
  }
  return weeks
}
