import { DeclineInvitation } from './decline-invitation.ts'
import { InvitationEnded, PersonJoinedNetwork, PersonLeftNetwork, SchoolInvited, SchoolJoined, SchoolLeft } from './events.ts'
import { InviteSchool } from './invite-school.ts'
import { JoinNetwork } from './join-network.ts'
import { JoinProfessionalNetwork } from './join-professional-network.ts'
import { LeaveNetwork } from './leave-network.ts'
import { LeaveProfessionalNetwork } from './leave-professional-network.ts'
import { ListNetworksOfSchool } from './list-networks-of-school.ts'
import { ListPeopleOfNetwork } from './list-people-of-network.ts'
import { ListSchoolsOfNetwork } from './list-schools-of-network.ts'

export * from './decline-invitation.ts'
export * from './events.ts'
export * from './invite-school.ts'
export * from './join-network.ts'
export * from './join-professional-network.ts'
export * from './leave-network.ts'
export * from './leave-professional-network.ts'
export * from './list-networks-of-school.ts'
export * from './list-people-of-network.ts'
export * from './list-schools-of-network.ts'
export * from './model.ts'
export * from './problems.ts'

export const operations = [
  InviteSchool,
  JoinNetwork,
  DeclineInvitation,
  LeaveNetwork,
  ListSchoolsOfNetwork,
  ListNetworksOfSchool,
  JoinProfessionalNetwork,
  LeaveProfessionalNetwork,
  ListPeopleOfNetwork,
] as const
export const events = [SchoolInvited, InvitationEnded, SchoolJoined, SchoolLeft, PersonJoinedNetwork, PersonLeftNetwork] as const
