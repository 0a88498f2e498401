import Type from 'typebox'
import { problem } from '../../define.ts'
import { AcademicYearOfThisCentury, CalendarDate } from '../../formats.ts'
import { CalendarEntryId, CalendarTerm } from './model.ts'

const term = CalendarTerm.properties.term

export const NoSuchCalendar = problem(404, 'no-such-calendar', 'There is no such calendar that you keep.')
export const NoSuchCalendarEntry = problem(
  404,
  'no-such-calendar-entry',
  'There is no such entry in the calendar of a school that you sign for.',
)
export const NoTermsKnown = problem(
  404,
  'no-terms-known',
  'No terms are known for that academic year: from 2002-03 to 2060-61 there are default ones.',
  {
    academicYear: AcademicYearOfThisCentury,
  },
)
export const TermBackwards = problem(
  422,
  'term-backwards',
  'A term ends before it begins, or its half-term holiday is not inside it: exchange the days.',
  {
    term,
  },
)
export const TermsOverlap = problem(
  422,
  'terms-overlap',
  'Terms follow each other, autumn, spring, summer, each once, and never overlap.',
  {
    term,
    other: term,
  },
)
export const TermOutsideYear = problem(422, 'term-outside-year', 'A term lies in its academic year, from 1 September to 31 August.', {
  term,
  earliest: CalendarDate,
  latest: CalendarDate,
})
export const CalendarEntryBackwards = problem(422, 'calendar-entry-backwards', 'The entry ends before it begins.')
export const CalendarEntryTooLong = problem(422, 'calendar-entry-too-long', 'An entry is at most 100 days long: enter terms as terms.', {
  days: Type.Integer(),
})
export const CalendarEntryThere = problem(
  409,
  'calendar-entry-there',
  'An entry of this kind covers one of these days already: remove it first.',
  {
    entryId: Type.Optional(CalendarEntryId),
  },
)
