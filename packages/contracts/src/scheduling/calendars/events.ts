import Type from 'typebox'
import { event } from '../../define.ts'
import { AcademicYearOfThisCentury } from '../../formats.ts'
import { CalendarEntry, CalendarEntryId, CalendarId, CalendarOwner, CalendarTerm } from './model.ts'

const aboutCalendar = { calendar: 'calendarId' } as const
const calendar = { calendarId: CalendarId, owner: CalendarOwner, academicYear: AcademicYearOfThisCentury }

export const TermsSet = event('scheduling.terms-set', {
  summary: 'The terms of an academic year are these now, for a school, the schools of a trust or of a local authority, or by default.',
  about: aboutCalendar,
  data: { ...calendar, terms: Type.Array(CalendarTerm) },
})

export const TermsCleared = event('scheduling.terms-cleared', {
  summary: 'A school, trust or local authority has no terms of its own for an academic year any more: what is set above it holds.',
  about: aboutCalendar,
  data: calendar,
})

const aboutEntry = { 'calendar-entry': 'entryId' } as const
const { id: _, version: __, ...entry } = CalendarEntry.properties

export const CalendarEntryAdded = event('scheduling.calendar-entry-added', {
  summary: 'Something is in a school’s calendar: staff without pupils, a closure, exams.',
  about: aboutEntry,
  data: { entryId: CalendarEntryId, ...entry },
})

export const CalendarEntryRemoved = event('scheduling.calendar-entry-removed', {
  summary: 'An entry is not in a school’s calendar any more.',
  about: aboutEntry,
  data: { entryId: CalendarEntryId, ...entry },
})
