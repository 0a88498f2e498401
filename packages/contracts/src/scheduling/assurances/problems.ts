import { problem } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'

export const NoSuchAssurance = problem(404, 'no-such-assurance', 'There is no such assurance of a school that you sign for.')
export const NotEmployedThere = problem(
  422,
  'not-employed-there',
  'The assurance is the employer’s: this person does not work at that school on its first day.',
  { personId: Id, urn: Urn },
)
export const AssuranceDaysWrong = problem(
  422,
  'assurance-days-wrong',
  'The last day of an assurance has not passed, is not before its first, and is at most three years after it.',
  { earliestLastDay: CalendarDate, latestLastDay: CalendarDate },
)
