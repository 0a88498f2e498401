import { plusDays } from '../known/day.ts'
import { weekday } from './academic-year.ts'

export interface TermDates {
  readonly firstDay: string
  readonly lastDay: string
  readonly halfTermFirstDay: string
  readonly halfTermLastDay: string
}

/** Monday to Sunday, with at least one school day: a weekday in a term and outside its half-term holiday. */
export interface SchoolWeek {
  readonly schoolDays: readonly string[]
}

export const firstDayOf = ({ schoolDays }: SchoolWeek): string => schoolDays[0]!

/** Of one academic year's terms, in order. Bank holidays in a term count: an allowance is by the week, and they shorten no week's work. */
export function schoolWeeks(terms: readonly TermDates[]): SchoolWeek[] {
  const weeks: string[][] = []
  for (const { firstDay, lastDay, halfTermFirstDay, halfTermLastDay } of terms.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    let monday = ''
    for (let day = firstDay; day <= lastDay; day = plusDays(day, 1)) {
      const n = weekday(day)
      if (n > 5 || (day >= halfTermFirstDay && day <= halfTermLastDay)) continue
      const itsMonday = plusDays(day, 1 - n)
      if (itsMonday !== monday) weeks.push([])
      monday = itsMonday
      weeks.at(-1)!.push(day)
    }
  }
  return weeks.map((schoolDays) => ({ schoolDays }))
}
