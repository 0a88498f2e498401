import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { GroupMembershipState } from './model.ts'

export const NoSuchLeadershipGroup = problem(404, 'no-such-leadership-group', 'There is no such leadership group.')
export const LeadershipGroupHasClosed = problem(409, 'leadership-group-closed', 'The leadership group has closed.', {
  lastDay: CalendarDate,
})
export const GroupNameTaken = problem(409, 'leadership-group-name-taken', 'The network has an open leadership group of this name.')
export const NoSuchGroupMembership = problem(404, 'no-such-group-membership', 'There is no such membership of a leadership group.')
export const GroupMembershipNotInState = problem(
  409,
  'group-membership-not-in-state',
  'The membership is in a state in which this cannot be done.',
  { state: GroupMembershipState, needed: Type.Array(GroupMembershipState) },
)
export const InGroupAlready = problem(409, 'in-group-already', 'The person is in the group, or invited to it, already.', { personId: Id })
export const NotAtSchoolOfNetwork = problem(
  422,
  'not-at-school-of-network',
  'Members are staff and governors of the network’s schools: the person is neither at this school on that day, or the school is not in the network.',
  { personId: Type.Optional(Id), urn: Type.Optional(Urn) },
)
export const GroupDayOutOfBounds = problem(422, 'group-day-out-of-bounds', 'The day lies outside of what is allowed here.', {
  earliest: CalendarDate,
  latest: Type.Optional(CalendarDate),
})
export const NotGroupLeadAppointment = problem(
  422,
  'not-group-lead-appointment',
  'The appointment is not one as `group-lead` in this network that the person holds.',
)
