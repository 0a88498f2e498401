import { command } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { ActivityCancelled } from '../activities/events.ts'
import { BookingCancelled } from '../bookings/events.ts'
import { CalendarEntryAdded, CalendarEntryRemoved } from './events.ts'
import { CalendarEntry, CalendarEntryId, calendarEntryTerms } from './model.ts'
import { CalendarEntryBackwards, CalendarEntryThere, CalendarEntryTooLong, NoSuchCalendarEntry } from './problems.ts'

export const AddCalendarEntry = command('scheduling.add-calendar-entry', {
  summary: 'Enter an INSET day, a closure, exams or the like into a school’s calendar',
  description:
    'By the school’s signatory or the national body; a closure also on the day itself. What the school was to host on days on which it is closed is cancelled, ' +
    'and on INSET days what needs pupils: bookings end, minutes come back, and visitors’ schools are told.',
  needs: 'scheduling:write',
  http: 'POST /v1/schools/:urn/calendar-entries',
  input: { urn: Urn, ...calendarEntryTerms },
  output: CalendarEntry,
  emits: [CalendarEntryAdded, ActivityCancelled, BookingCancelled],
  problems: [NoSuchSchool, CalendarEntryBackwards, CalendarEntryTooLong, CalendarEntryThere],
})

export const RemoveCalendarEntry = command('scheduling.remove-calendar-entry', {
  summary: 'Remove an entry from a school’s calendar',
  description: 'By the school’s signatory or the national body.',
  needs: 'scheduling:write',
  http: 'DELETE /v1/calendar-entries/:entryId',
  input: { entryId: CalendarEntryId },
  emits: [CalendarEntryRemoved],
  problems: [NoSuchCalendarEntry],
  ifMatch: true,
})
