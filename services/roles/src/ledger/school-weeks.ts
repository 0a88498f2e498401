import { daysFrom, weekday } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'

export interface TermDates {
  readonly firstDay: string
  readonly lastDay: string
  readonly halfTermFirstDay: string
  readonly halfTermLastDay: string
}

/** Monday to Sunday, with at least one school day: a weekday in a term and outside its half-term holiday. */
export interface SchoolWeek {
  /** Its first school day. */
  readonly firstDay: string
  /** Its school days, as days after the first: 0 for that one. */
  readonly daysIn: readonly number[]
}

/** Of one academic year's terms, in order. Bank holidays in a term count: an allowance is by the week, and they shorten no week's work. */
export function schoolWeeks(terms: readonly TermDates[]): SchoolWeek[] {
  const weeks: { firstDay: string; daysIn: number[] }[] = []
  for (const { firstDay, lastDay, halfTermFirstDay, halfTermLastDay } of terms.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    let monday = ''
    for (let day = firstDay; day <= lastDay; day = plusDays(day, 1)) {
      const n = weekday(day)
      if (n > 5 || (day >= halfTermFirstDay && day <= halfTermLastDay)) continue
      const itsMonday = plusDays(day, 1 - n)
      if (itsMonday !== monday) weeks.push({ firstDay: day, daysIn: [] })
      monday = itsMonday
      const week = weeks.at(-1)!
      week.daysIn.push(daysFrom(week.firstDay, day))
    }
  }
  return weeks
}
