import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { OverdraftState, TimeTakenFrom } from './model.ts'

export const TimeOverdrawn = problem(
  409,
  'time-overdrawn',
  'There is not so much time: spend what is available, or on a later day, when more has accrued.',
  { asked: Type.Integer(), available: Type.Integer(), day: CalendarDate },
)
export const NothingToSpend = problem(
  422,
  'nothing-to-spend',
  'Only time taken from teaching is spent: INSET, evenings, governors and guests spend nothing, so there is nothing to post.',
  { takenFrom: TimeTakenFrom },
)
export const ProtectedTime = problem(
  422,
  'protected-time',
  'Planning time (PPA) and early-career induction time cannot be spent: move what is planned into other time.',
  { takenFrom: TimeTakenFrom },
)
export const NotHeldOnDay = problem(
  422,
  'not-held-on-day',
  'The role is not held on that day: before it begins, after it ends and while it is paused, nothing can be spent.',
  { day: CalendarDate },
)
export const PostingDayOutOfRange = problem(
  422,
  'posting-day-out-of-range',
  'The day is neither before 1 September of the last academic year nor after the end of the next.',
  { earliest: CalendarDate, latest: CalendarDate },
)
export const PostingReferenceUsed = problem(
  409,
  'posting-reference-used',
  'You used this reference for another posting: a reference names one posting for ever.',
)
export const NoSuchPosting = problem(404, 'no-such-posting', 'There is no such posting.')
export const NotASpend = problem(422, 'not-a-spend', 'Only what was spent can come back.')
export const MoreThanWasSpent = problem(409, 'more-than-was-spent', 'Not so much is left of that spend to come back.', {
  asked: Type.Integer(),
  left: Type.Integer(),
})
export const NoSuchOverdraft = problem(404, 'no-such-overdraft', 'There is no such overdraft.')
export const OverdraftNotOpen = problem(
  409,
  'overdraft-not-open',
  'The overdraft is not open any more: no exception is needed, or it is too late.',
  {
    overdraftId: Id,
    state: OverdraftState,
  },
)
