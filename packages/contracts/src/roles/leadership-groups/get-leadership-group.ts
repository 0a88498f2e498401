import { query } from '../../define.ts'
import { LeadershipGroup, LeadershipGroupId } from './model.ts'
import { NoSuchLeadershipGroup } from './problems.ts'

export const GetLeadershipGroup = query('roles.get-leadership-group', {
  summary: 'Get a leadership group',
  needs: 'roles:read',
  http: 'GET /v1/leadership-groups/:groupId',
  input: { groupId: LeadershipGroupId },
  output: LeadershipGroup,
  problems: [NoSuchLeadershipGroup],
})
