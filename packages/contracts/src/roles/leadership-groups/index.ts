import { CloseLeadershipGroup } from './close-leadership-group.ts'
import { DeclineGroupInvitation } from './decline-group-invitation.ts'
import {
  GroupInvitationDeclined,
  GroupLeadNamed,
  GroupMembershipMoved,
  InvitedToGroup,
  JoinedGroup,
  LeadershipGroupClosed,
  LeadershipGroupFounded,
  LeadershipGroupRevised,
  LeftGroup,
} from './events.ts'
import { FoundLeadershipGroup } from './found-leadership-group.ts'
import { GetLeadershipGroup } from './get-leadership-group.ts'
import { InviteToGroup } from './invite-to-group.ts'
import { JoinGroup } from './join-group.ts'
import { LeaveGroup } from './leave-group.ts'
import { ListGroupMemberships } from './list-group-memberships.ts'
import { ListLeadershipGroups } from './list-leadership-groups.ts'
import { NameGroupLead } from './name-group-lead.ts'
import { ReviseLeadershipGroup } from './revise-leadership-group.ts'

export * from './close-leadership-group.ts'
export * from './decline-group-invitation.ts'
export * from './events.ts'
export * from './found-leadership-group.ts'
export * from './get-leadership-group.ts'
export * from './invite-to-group.ts'
export * from './join-group.ts'
export * from './leave-group.ts'
export * from './list-group-memberships.ts'
export * from './list-leadership-groups.ts'
export * from './model.ts'
export * from './name-group-lead.ts'
export * from './problems.ts'
export * from './revise-leadership-group.ts'

export const operations = [
  FoundLeadershipGroup,
  ReviseLeadershipGroup,
  CloseLeadershipGroup,
  GetLeadershipGroup,
  ListLeadershipGroups,
  InviteToGroup,
  DeclineGroupInvitation,
  JoinGroup,
  LeaveGroup,
  NameGroupLead,
  ListGroupMemberships,
] as const
export const events = [
  LeadershipGroupFounded,
  LeadershipGroupRevised,
  LeadershipGroupClosed,
  InvitedToGroup,
  GroupInvitationDeclined,
  JoinedGroup,
  LeftGroup,
  GroupLeadNamed,
  GroupMembershipMoved,
] as const
