import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { SchoolMembershipState } from './model.ts'

export const NoSuchMembership = problem(404, 'no-such-network-membership', 'There is no such membership of a network.')
export const MembershipNotInState = problem(
  409,
  'network-membership-not-in-state',
  'The membership is in a state in which this cannot be done.',
  {
    state: SchoolMembershipState,
    needed: Type.Array(SchoolMembershipState),
  },
)
export const SchoolBelongsAlready = problem(409, 'school-belongs-already', 'The school belongs to the network already, or is invited.', {
  membershipId: Type.Optional(Id),
})
export const PersonBelongsAlready = problem(409, 'person-belongs-already', 'The person belongs to the network already.', {
  membershipId: Type.Optional(Id),
})
export const NoAgreementInForce = problem(409, 'no-agreement-in-force', 'The network has no agreement in force that the school could join.')
export const NotThisKindOfNetwork = problem(
  409,
  'not-this-kind-of-network',
  'Schools belong to networks of schools, people to professional networks.',
)
export const DayOutOfBounds = problem(422, 'day-out-of-bounds', 'The day lies outside the days that are possible here.', {
  earliest: CalendarDate,
  latest: Type.Optional(CalendarDate),
})
export const FoundingSchoolAnswers = problem(
  409,
  'founding-school-answers',
  'A founding school joins or refuses by the agreement, so that its answer stays on record: its invitation is neither declined nor taken back.',
)
