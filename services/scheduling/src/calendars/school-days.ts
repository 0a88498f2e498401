/** What each day is at a school: from its terms and from what its calendar has besides (docs/rules.md, School calendars). */
import type { CalendarEntry as Entry, SchoolDay as Shown, CalendarTerm as ShownTerm } from '@nlc/contracts/scheduling'
import { plusDays } from '@nlc/known/day'
import type { Static } from 'typebox'

export type CalendarTerm = Static<typeof ShownTerm>
export type CalendarEntry = Pick<Static<typeof Entry>, 'kind' | 'firstDay' | 'lastDay'>
export type SchoolDay = Static<typeof Shown>

export interface Calendar {
  readonly terms: readonly CalendarTerm[]
  readonly entries: readonly CalendarEntry[]
  readonly isBankHoliday: (day: string) => boolean
}

const isIn = (day: string, firstDay: string, lastDay: string) => firstDay <= day && day <= lastDay
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/**
 * Staff come in on an INSET day also outside of terms, as many schools' year begins with some. A closure is told of where there would
 * have been school.
 */
export function schoolDay({ terms, entries, isBankHoliday }: Calendar, day: string): SchoolDay {
  const covers = (kind: CalendarEntry['kind']) => entries.some((entry) => entry.kind === kind && isIn(day, entry.firstDay, entry.lastDay))
  const term = terms.find(({ firstDay, lastDay }) => isIn(day, firstDay, lastDay))
  const inHalfTerm = term?.halfTermFirstDay !== undefined && isIn(day, term.halfTermFirstDay, term.halfTermLastDay!)
  const isSchool = term !== undefined && !inHalfTerm && !isBankHoliday(day)
  const kind = isWeekend(day)
    ? 'weekend'
    : isSchool && covers('closure')
      ? 'closure'
      : covers('inset')
        ? 'inset'
        : !isSchool
          ? 'holiday'
          : covers('half-day')
            ? 'half-day'
            : 'pupils'
  return {
    day,
    kind,
    ...(term && { term: term.term }),
    twilight: covers('twilight'),
    examWeek: covers('exam-week'),
    blackout: covers('blackout'),
  }
}

/** From the first to the last, both counted. */
export function schoolDays(calendar: Calendar, firstDay: string, lastDay: string): SchoolDay[] {
  const days: SchoolDay[] = []
  for (let day = firstDay; day <= lastDay; day = plusDays(day, 1)) days.push(schoolDay(calendar, day))
  return days
}

/** Lessons are held. */
export const hasPupils = ({ kind }: SchoolDay): boolean => kind === 'pupils' || kind === 'half-day'
