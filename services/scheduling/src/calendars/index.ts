import { carryOverCalendarOnSchoolSucceeded } from './carry-over-calendar-on-school-succeeded.ts'
import { importCalendar } from './import-calendar.ts'
import { addCalendarEntry, removeCalendarEntry } from './keep-calendar-entries.ts'
import { getSchoolCalendar, listSchoolDays } from './read-calendars.ts'
import { clearTerms, setTerms } from './set-terms.ts'
import { getTimetable, setTimetable } from './set-timetable.ts'

export const handlers = [
  setTerms,
  clearTerms,
  addCalendarEntry,
  removeCalendarEntry,
  importCalendar,
  getSchoolCalendar,
  listSchoolDays,
  setTimetable,
  getTimetable,
] as const
export const entities = [] as const
export const reactions = [carryOverCalendarOnSchoolSucceeded] as const
export const works = [] as const
