import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { AcademicYearOfThisCentury, Urn } from '../../formats.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { ActivityCancelled } from '../activities/events.ts'
import { BookingCancelled } from '../bookings/events.ts'
import { CalendarEntryAdded, TermsSet } from './events.ts'
import { CalendarEntry, CalendarEntryKind } from './model.ts'

const Uid = Type.String({ maxLength: 300, description: 'Of the event in the file.' })

export const CalendarUnreadable = problem(
  422,
  'calendar-unreadable',
  'This is no iCalendar file (RFC 5545) that can be read: export it anew.',
)
export const CalendarTooLarge = problem(
  422,
  'calendar-too-large',
  'The file has more events than are taken at once: export one academic year.',
  {
    events: Type.Integer(),
    most: Type.Integer(),
  },
)
export const RecurrenceUnbounded = problem(
  422,
  'recurrence-unbounded',
  'A recurrence ends, by COUNT or UNTIL, after at most 400 times: give it an end, or leave the event out.',
  { uid: Uid },
)

/** Why an event of the file is not in the calendar. */
export const SkipReason = Type.Enum(['no-kind', 'cancelled', 'there-already', 'too-long', 'other-century', 'terms-incomplete', 'backwards'])

export const ImportCalendar = command('scheduling.import-calendar', {
  summary: 'Import a school’s calendar from an iCalendar file',
  description:
    'By the school’s signatory or the national body. Events become entries by what their summary or categories say: INSET or training day, closed, half day, twilight, exam, blackout; ' +
    'or by `kinds`, which come first. `Autumn term`, `Spring term` and `Summer term`, with `half term` inside, set the terms of a year where all three are there. The rest is left ' +
    'out, and the answer says why. The same file again changes nothing. As with single entries, what the school was to host on days on which it is closed is cancelled.',
  needs: 'scheduling:write',
  http: 'POST /v1/schools/:urn/calendar-imports',
  input: {
    urn: Urn,
    calendar: Type.String({ minLength: 1, maxLength: 900_000, description: 'The file’s text.' }),
    kinds: Type.Optional(
      Type.Array(Type.Object({ contains: Type.String({ minLength: 2, maxLength: 80 }), kind: CalendarEntryKind }), {
        maxItems: 30,
        description: 'What of a summary or category means which kind; capitals do not matter.',
      }),
    ),
  },
  output: Type.Object({
    added: Type.Array(CalendarEntry),
    termsSet: Type.Array(AcademicYearOfThisCentury),
    skipped: Type.Array(Type.Object({ uid: Uid, reason: SkipReason })),
  }),
  emits: [CalendarEntryAdded, TermsSet, ActivityCancelled, BookingCancelled],
  problems: [NoSuchSchool, CalendarUnreadable, CalendarTooLarge, RecurrenceUnbounded],
  status: 200,
})
