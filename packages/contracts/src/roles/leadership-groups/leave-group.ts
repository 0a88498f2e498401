import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { LeftGroup } from './events.ts'
import { GroupMembership, GroupMembershipId } from './model.ts'
import { GroupDayOutOfBounds, GroupMembershipNotInState, NoSuchGroupMembership } from './problems.ts'

export const LeaveGroup = command('roles.leave-group', {
  summary: 'Leave a leadership group',
  description:
    'By the person; by whoever leads the group, a co-leader of the network, or the national body. The last day counts: today where none is given; not before the first, and not later than a year from now.',
  needs: 'roles:write',
  http: 'POST /v1/group-memberships/:membershipId/leaving',
  input: { membershipId: GroupMembershipId, lastDay: Type.Optional(CalendarDate) },
  output: GroupMembership,
  emits: [LeftGroup],
  problems: [NoSuchGroupMembership, GroupMembershipNotInState, GroupDayOutOfBounds],
  status: 200,
  ifMatch: true,
})
