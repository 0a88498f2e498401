import Type from 'typebox'
import { query } from '../../define.ts'
import { CalendarDate, pageOf, paging } from '../../formats.ts'
import { GroupMembership, LeadershipGroupId } from './model.ts'
import { NoSuchLeadershipGroup } from './problems.ts'

export const ListGroupMemberships = query('roles.list-group-memberships', {
  summary: 'List who is in a leadership group on a day, or invited to it',
  description:
    'The national body, the co-leaders and the members of the group see all; a person sees their own; a client those at schools that share with it, less who was left out.',
  needs: 'roles:read',
  http: 'GET /v1/leadership-groups/:groupId/memberships',
  input: {
    groupId: LeadershipGroupId,
    asAt: Type.Optional(
      Type.String({ ...CalendarDate, description: 'Those who are in it on this day (default: today, and who is invited).' }),
    ),
    ...paging,
  },
  output: pageOf(GroupMembership),
  problems: [NoSuchLeadershipGroup],
})
