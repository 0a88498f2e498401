import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { StaffCategory } from '../../membership/employments/model.ts'
import { AppointmentState } from './model.ts'

export const NoSuchAppointment = problem(404, 'no-such-appointment', 'There is no such appointment.')
export const NoSuchRole = problem(404, 'no-such-role', 'There is no such role, of the national list or of this network.')
export const NoSuchStandingRelease = problem(404, 'no-such-standing-release', 'There is no such standing release.')

export const AppointmentNotInState = problem(
  409,
  'appointment-not-in-state',
  'The appointment is in a state in which this cannot be done.',
  {
    state: AppointmentState,
    needed: Type.Array(AppointmentState),
  },
)
export const AppointmentHasEnded = problem(
  409,
  'appointment-has-ended',
  'The appointment has ended, or its end was decided. If that is wrong, correct it.',
  { lastDay: CalendarDate },
)
export const AppointmentOverlaps = problem(
  409,
  'appointment-overlaps',
  'The person holds this role in this place, or was offered it, on some of these days. Change or correct that one.',
)
export const NotWithinAppointment = problem(
  409,
  'not-within-appointment',
  'The day is none on which the role is held, or a period begins on it already: otherwise it is a correction.',
)
export const FollowsCoLeaders = problem(
  409,
  'follows-co-leaders',
  'Co-leaders are appointed, moved and ended with the co-leaders of their network: name those anew.',
)

export const RoleRetired = problem(409, 'role-retired', 'The role is retired: nobody is appointed to it any more.')
export const SubjectMissing = problem(422, 'subject-missing', 'The role is held for a subject: name it.')
export const SubjectNotTaken = problem(422, 'subject-not-taken', 'The role is not held for a subject: leave it out.')
export const RoleIsFull = problem(409, 'role-is-full', 'The network has as many holders of this role as it may have.', {
  maxHolders: Type.Integer(),
  held: Type.Number({ description: 'By others on that day, job shares as fractions.' }),
  day: CalendarDate,
})
export const OverRoleCap = problem(
  422,
  'over-role-cap',
  'The role is capped at fewer minutes a week; a share of it at its share of them.',
  {
    maxMinutesPerWeek: Type.Integer(),
  },
)
export const OverPersonCap = problem(
  409,
  'over-person-cap',
  'With what the person holds or is offered already, in all networks, these are too many minutes a week.',
  { maxMinutesPerWeek: Type.Integer(), otherMinutes: Type.Integer(), day: CalendarDate },
)
export const NoSchoolTime = problem(
  422,
  'no-school-time',
  'Minutes are time that a school or trust releases its staff for: of governors, partners and others they are 0.',
)

export const NotAffiliated = problem(
  409,
  'not-affiliated',
  'On that day the person is not there in the way named: no employment, governance term, partner organisation or membership.',
  { day: CalendarDate },
)
export const NotInNetwork = problem(
  409,
  'not-in-network',
  'On that day the school does not belong to the network (to a professional network: the person).',
  { day: CalendarDate },
)
export const NotEligible = problem(409, 'not-eligible', 'The role is open to other categories of staff.', {
  eligibleCategories: Type.Array(StaffCategory),
})
export const OnePlaceNeeded = problem(
  422,
  'one-place-needed',
  'Name what it is held through, in one way: a school or a group for staff and governors, a partner organisation, or none of them.',
)
export const NothingToCover = problem(
  409,
  'nothing-to-cover',
  'Cover is for an appointment to the same role and subject in the same network that is paused on the first day, by somebody else.',
)

export const ReleaseNeeded = problem(
  409,
  'release-needed',
  'The signatory of the school or trust that employs has not released so many minutes: ask for the release first.',
  { minutesPerWeek: Type.Integer(), released: Type.Integer() },
)
export const NothingToRelease = problem(409, 'nothing-to-release', 'No time of the school or trust is taken: there is nothing to release.')

export const ExplanationNeeded = problem(422, 'explanation-needed', 'The day has passed: say why it is recorded now.', {
  day: CalendarDate,
})
export const TooFarBack = problem(422, 'too-far-back', 'Nothing is recorded for days before 1 September of the last academic year.', {
  earliest: CalendarDate,
})
export const LastDayBeforeFirst = problem(422, 'appointment-days-backwards', 'The last day lies before the first.')
export const GapBetweenPeriods = problem(
  422,
  'gap-between-periods',
  'Each period begins on the day after the last day of the one before; only the last may be open.',
)

/** A day that is named for something. */
export const dayProblems = [ExplanationNeeded, TooFarBack] as const
/** Through what it is held, and how much of it. */
export const conditionProblems = [
  OnePlaceNeeded,
  NotAffiliated,
  NotInNetwork,
  NotEligible,
  NoSchoolTime,
  OverRoleCap,
  OverPersonCap,
  RoleIsFull,
  AppointmentOverlaps,
] as const
