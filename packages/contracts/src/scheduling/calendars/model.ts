import Type from 'typebox'
import { AcademicYearOfThisCentury, DayOfThisCentury, text, Urn, Version } from '../../formats.ts'

/** Whose dates they are. A school's own come before its trust's, those before its local authority's, and those before the national default. */
export const CalendarOwner = Type.Object({
  kind: Type.Enum(['national', 'local-authority', 'trust', 'school']),
  reference: Type.String({
    minLength: 3,
    maxLength: 36,
    description: 'A school’s URN, a trust’s group id, a local authority’s code; of the national default, `england`.',
  }),
})

/** Of an academic year; both days count. The half-term holiday lies inside. */
export const CalendarTerm = Type.Object({
  term: Type.Enum(['autumn', 'spring', 'summer']),
  firstDay: DayOfThisCentury,
  lastDay: DayOfThisCentury,
  halfTermFirstDay: Type.Optional(DayOfThisCentury),
  halfTermLastDay: Type.Optional(DayOfThisCentury),
})

export const TermDates = Type.Object({
  owner: CalendarOwner,
  academicYear: AcademicYearOfThisCentury,
  version: Version,
  terms: Type.Array(CalendarTerm),
})

/**
 * `inset`: staff without pupils. `closure`: nobody is there, also where that is decided on the day. `half-day`: pupils in the morning alone.
 * `twilight`: staff stay after school. `exam-week`: pupils are there, and nobody visits classes. `blackout`: the school takes no part in visits
 * and meetings then, for a reason of its own.
 */
export const CalendarEntryKind = Type.Enum(['inset', 'closure', 'half-day', 'twilight', 'exam-week', 'blackout'])

export const CalendarEntryId = Type.String({ format: 'uuid', description: 'An entry of a school’s calendar.' })

export const calendarEntryTerms = {
  kind: CalendarEntryKind,
  firstDay: DayOfThisCentury,
  lastDay: Type.Optional(Type.String({ ...DayOfThisCentury, description: 'It counts. Absent: the first day alone.' })),
  label: Type.Optional(Type.String({ ...text(120), description: 'What it is, as others may read it. No names.', examples: ['Snow'] })),
}

export const CalendarEntry = Type.Object({
  id: CalendarEntryId,
  urn: Urn,
  version: Version,
  ...calendarEntryTerms,
  lastDay: DayOfThisCentury,
})

/** What a day is at a school. `holiday`: also a bank holiday in England inside of a term. `pupils`: lessons are held, also on a `half-day` and in an `exam-week`. */
export const SchoolDayKind = Type.Enum(['weekend', 'holiday', 'closure', 'inset', 'half-day', 'pupils'])

export const SchoolDay = Type.Object({
  day: DayOfThisCentury,
  kind: SchoolDayKind,
  term: Type.Optional(CalendarTerm.properties.term),
  twilight: Type.Boolean({ description: 'Staff stay after school.' }),
  examWeek: Type.Boolean(),
  blackout: Type.Boolean({ description: 'The school takes no part in visits and meetings.' }),
})

export const SchoolCalendar = Type.Object({
  urn: Urn,
  academicYear: AcademicYearOfThisCentury,
  owner: Type.Object(CalendarOwner.properties, { description: 'Whose terms hold at the school.' }),
  terms: Type.Array(CalendarTerm),
  entries: Type.Array(CalendarEntry),
  pupilDays: Type.Integer({ minimum: 0, description: 'Days on which pupils are at school.' }),
})

export const CalendarId = Type.String({ description: 'Terms of an owner in one academic year.', examples: [`local-authority/909/2026-27`] })
