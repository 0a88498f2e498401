import { command } from '../../define.ts'
import { GroupInvitationDeclined } from './events.ts'
import { GroupMembership, GroupMembershipId } from './model.ts'
import { GroupMembershipNotInState, NoSuchGroupMembership } from './problems.ts'

export const DeclineGroupInvitation = command('roles.decline-group-invitation', {
  summary: 'Turn down an invitation to a leadership group, or take it back',
  description: 'By the person; by whoever leads the group, a co-leader of the network, or the national body.',
  needs: 'roles:write',
  http: 'POST /v1/group-memberships/:membershipId/declining',
  input: { membershipId: GroupMembershipId },
  output: GroupMembership,
  emits: [GroupInvitationDeclined],
  problems: [NoSuchGroupMembership, GroupMembershipNotInState],
  status: 200,
  ifMatch: true,
})
