import { declineInvitation } from './decline-invitation.ts'
import { endMembershipsOfClosedSchool } from './end-memberships-of-closed-school.ts'
import { inviteSchool } from './invite-school.ts'
import { joinNetwork } from './join-network.ts'
import { joinProfessionalNetwork } from './join-professional-network.ts'
import { leaveNetwork } from './leave-network.ts'
import { leaveProfessionalNetwork } from './leave-professional-network.ts'
import { listNetworksOfSchool } from './list-networks-of-school.ts'
import { listPeopleOfNetwork } from './list-people-of-network.ts'
import { listSchoolsOfNetwork } from './list-schools-of-network.ts'
import { PersonMembership } from './person-membership.ts'
import { resumeMembershipsAtSuccessor } from './resume-memberships-at-successor.ts'
import { SchoolMembership } from './school-membership.ts'

export const handlers = [
  inviteSchool,
  joinNetwork,
  declineInvitation,
  leaveNetwork,
  listSchoolsOfNetwork,
  listNetworksOfSchool,
  joinProfessionalNetwork,
  leaveProfessionalNetwork,
  listPeopleOfNetwork,
] as const
export const entities = [SchoolMembership, PersonMembership] as const
export const reactions = [] as const
export const works = [endMembershipsOfClosedSchool, resumeMembershipsAtSuccessor] as const
