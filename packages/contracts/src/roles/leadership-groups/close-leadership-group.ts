import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { GroupInvitationDeclined, LeadershipGroupClosed, LeftGroup } from './events.ts'
import { LeadershipGroup, LeadershipGroupId } from './model.ts'
import { GroupDayOutOfBounds, LeadershipGroupHasClosed, NoSuchLeadershipGroup } from './problems.ts'

export const CloseLeadershipGroup = command('roles.close-leadership-group', {
  summary: 'Close a leadership group',
  description:
    'By whoever leads it, a co-leader of the network, or the national body. The last day counts; it is today where none is given, and not earlier than the first.',
  needs: 'roles:write',
  http: 'POST /v1/leadership-groups/:groupId/closing',
  input: { groupId: LeadershipGroupId, lastDay: Type.Optional(CalendarDate) },
  output: LeadershipGroup,
  emits: [LeadershipGroupClosed, LeftGroup, GroupInvitationDeclined],
  problems: [NoSuchLeadershipGroup, LeadershipGroupHasClosed, GroupDayOutOfBounds],
  status: 200,
  ifMatch: true,
})
