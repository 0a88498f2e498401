import { closeGroupsOnNetworkDissolved } from './close-groups-on-network-dissolved.ts'
import { closeLeadershipGroup } from './close-leadership-group.ts'
import { declineGroupInvitation } from './decline-group-invitation.ts'
import { foundLeadershipGroup } from './found-leadership-group.ts'
import { getLeadershipGroup } from './get-leadership-group.ts'
import { inviteToGroup } from './invite-to-group.ts'
import { joinGroup } from './join-group.ts'
import { leaveGroup } from './leave-group.ts'
import { listGroupMemberships } from './list-group-memberships.ts'
import { listLeadershipGroups } from './list-leadership-groups.ts'
import { moveMembershipsOnSchoolSucceeded } from './move-memberships-on-school-succeeded.ts'
import { nameGroupLead } from './name-group-lead.ts'
import { reviseLeadershipGroup } from './revise-leadership-group.ts'
import * as settling from './settle-memberships-on-ground-told.ts'
import { uniteMembershipsOnPersonMerged } from './unite-memberships-on-person-merged.ts'

export const handlers = [
  foundLeadershipGroup,
  reviseLeadershipGroup,
  closeLeadershipGroup,
  getLeadershipGroup,
  listLeadershipGroups,
  inviteToGroup,
  declineGroupInvitation,
  joinGroup,
  leaveGroup,
  nameGroupLead,
  listGroupMemberships,
] as const
export const entities = [] as const
/** People are united, and schools carried on, before what memberships stand on is looked at. */
export const reactions = [
  uniteMembershipsOnPersonMerged,
  moveMembershipsOnSchoolSucceeded,
  closeGroupsOnNetworkDissolved,
  ...Object.values(settling),
] as const
export const works = [] as const
