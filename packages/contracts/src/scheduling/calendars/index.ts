import { CalendarEntryAdded, CalendarEntryRemoved, TermsCleared, TermsSet } from './events.ts'
import { ImportCalendar } from './import-calendar.ts'
import { AddCalendarEntry, RemoveCalendarEntry } from './keep-calendar-entries.ts'
import { GetSchoolCalendar, ListSchoolDays } from './read-calendars.ts'
import { ClearTerms, SetTerms } from './set-terms.ts'
import { GetTimetable, SetTimetable, TimetableSet } from './timetable.ts'

export * from './events.ts'
export * from './import-calendar.ts'
export * from './keep-calendar-entries.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-calendars.ts'
export * from './set-terms.ts'
export * from './timetable.ts'

export const operations = [
  SetTerms,
  ClearTerms,
  AddCalendarEntry,
  RemoveCalendarEntry,
  ImportCalendar,
  GetSchoolCalendar,
  ListSchoolDays,
  SetTimetable,
  GetTimetable,
] as const
export const events = [TermsSet, TermsCleared, CalendarEntryAdded, CalendarEntryRemoved, TimetableSet] as const
