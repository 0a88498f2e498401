import { command } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { InvitedToGroup } from './events.ts'
import { GroupMembership, LeadershipGroupId } from './model.ts'
import { InGroupAlready, LeadershipGroupHasClosed, NoSuchLeadershipGroup, NotAtSchoolOfNetwork } from './problems.ts'

export const InviteToGroup = command('roles.invite-to-group', {
  summary: 'Invite somebody to a leadership group',
  description: 'By whoever leads it, a co-leader of the network, or the national body. Nobody needs an invitation to join.',
  needs: 'roles:write',
  http: 'POST /v1/leadership-groups/:groupId/invitations',
  input: { groupId: LeadershipGroupId, personId: Id, urn: Urn },
  output: GroupMembership,
  emits: [InvitedToGroup],
  problems: [NoSuchLeadershipGroup, LeadershipGroupHasClosed, NotAtSchoolOfNetwork, InGroupAlready],
})
