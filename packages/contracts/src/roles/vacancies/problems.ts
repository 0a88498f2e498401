import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { InterestState, VacancyState } from './model.ts'

export const NoSuchVacancy = problem(404, 'no-such-vacancy', 'There is no such vacancy.')
export const VacancyNotOpen = problem(409, 'vacancy-not-open', 'The vacancy was filled or closed.', { state: VacancyState })
export const VacancyOpenAlready = problem(
  409,
  'vacancy-open-already',
  'The network has an open vacancy for this role, and subject: revise that one, such as how many holders are looked for.',
  { vacancyId: Type.Optional(Id) },
)
export const VacancyDaysBackwards = problem(
  422,
  'vacancy-days-backwards',
  'The role is to be held from the first day to the last, and interest is expressed today or later, until the last day at most.',
)
export const ClosingDayPassed = problem(409, 'closing-day-passed', 'Interest could be expressed until the closing day.', {
  closingDay: CalendarDate,
})

export const NoSuchInterest = problem(404, 'no-such-interest', 'There is no such interest in a role.')
export const InterestNotInState = problem(409, 'interest-not-in-state', 'The interest is in a state in which this cannot be done.', {
  state: InterestState,
  needed: Type.Array(InterestState),
})
export const InterestedAlready = problem(
  409,
  'interested-already',
  'The person is interested, or was nominated, already. A nomination is agreed to; what was said without a vacancy is withdrawn and said anew.',
  { interestId: Type.Optional(Id) },
)
