import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate, Urn } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { JoinedGroup } from './events.ts'
import { GroupMembership, LeadershipGroupId } from './model.ts'
import { GroupDayOutOfBounds, InGroupAlready, LeadershipGroupHasClosed, NoSuchLeadershipGroup, NotAtSchoolOfNetwork } from './problems.ts'

export const JoinGroup = command('roles.join-group', {
  summary: 'Join a leadership group',
  description:
    'By the person: every group is open to the staff and governors of every school of its network, invited or not. The first day is today where none is given; ' +
    'not before the group’s first, and not later than a year from now.',
  needs: 'roles:write',
  http: 'POST /v1/leadership-groups/:groupId/members',
  input: {
    groupId: LeadershipGroupId,
    urn: Type.String({ ...Urn, description: 'Through which school.' }),
    firstDay: Type.Optional(CalendarDate),
  },
  output: GroupMembership,
  emits: [JoinedGroup],
  problems: [NeedsPerson, NoSuchLeadershipGroup, LeadershipGroupHasClosed, NotAtSchoolOfNetwork, GroupDayOutOfBounds, InGroupAlready],
})
