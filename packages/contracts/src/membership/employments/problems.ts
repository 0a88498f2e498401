import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Urn } from '../../formats.ts'

export const NoSuchEmployment = problem(404, 'no-such-employment', 'There is no such employment.')
export const NoSuchWorkplace = problem(
  404,
  'no-such-workplace',
  'A school among the workplaces does not exist, or is not one whose staff you keep.',
  {
    urns: Type.Array(Urn),
  },
)
export const NoSuchEmployer = problem(404, 'no-such-employer', 'There is no such trust, school, local authority or partner organisation.')
export const EmploymentOverlaps = problem(
  409,
  'employment-overlaps',
  'The person has an employment with this employer, at this school and in this category on some of these days. Change or correct that one.',
)
export const EmploymentHasEnded = problem(409, 'employment-has-ended', 'The employment has ended. If that is wrong, correct it.', {
  lastDay: CalendarDate,
})
export const LastDayTooEarly = problem(422, 'last-day-too-early', 'The last day lies before the first.')
