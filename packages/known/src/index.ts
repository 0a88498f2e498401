/**
 * What services know of membership: a copy in each one's own database, kept by reactions alone, and who may do what by it (`standing`).
 * First among a service's aggregates: others react to the same events over it.
 */
import { carryOverOnSchoolSucceeded } from './carry-over-on-school-succeeded.ts'
import { keepCoLeaderOnCoLeaderLeft, keepCoLeaderOnCoLeadersReplaced } from './keep-co-leader-on-co-leader-told.ts'
import { keepDelegationOnDelegationRevoked, keepDelegationOnSignatoryDelegated } from './keep-delegation-on-delegation-told.ts'
import {
  keepEmploymentOnEmploymentChanged,
  keepEmploymentOnEmploymentCorrected,
  keepEmploymentOnEmploymentEnded,
  keepEmploymentOnEmploymentStarted,
  keepEmploymentOnEmploymentVoided,
} from './keep-employment-on-employment-told.ts'
import {
  keepGroupOnSchoolGroupChanged,
  keepGroupOnSchoolGroupRegistered,
  keepGroupOnSchoolJoinedGroup,
  keepGroupOnSchoolLeftGroup,
} from './keep-group-on-school-group-told.ts'
import {
  dropMembershipOnInvitationEnded,
  keepMembershipOnPersonJoinedNetwork,
  keepMembershipOnPersonLeftNetwork,
  keepMembershipOnSchoolJoined,
  keepMembershipOnSchoolLeft,
} from './keep-membership-on-membership-told.ts'
import {
  keepNetworkOnNetworkActivated,
  keepNetworkOnNetworkDissolved,
  keepNetworkOnNetworkFormed,
  keepNetworkOnNetworkResumed,
  keepNetworkOnNetworkRevised,
  keepNetworkOnNetworkSuspended,
  keepNetworkOnNetworkSustaining,
} from './keep-network-on-network-told.ts'
import {
  keepOrganisationOnPartnerOrganisationChanged,
  keepOrganisationOnPartnerOrganisationClosed,
  keepOrganisationOnPartnerOrganisationRegistered,
} from './keep-organisation-on-partner-organisation-told.ts'
import { keepSchoolOnSchoolChanged, keepSchoolOnSchoolClosed, keepSchoolOnSchoolRegistered } from './keep-school-on-school-told.ts'
import {
  keepSharingOnPersonLeftOut,
  keepSharingOnPersonTakenIn,
  keepSharingOnSharingExpired,
  keepSharingOnSharingInForce,
  keepSharingOnSharingWithdrawing,
  keepSharingOnSharingWithdrawn,
} from './keep-sharing-on-sharing-told.ts'
import {
  keepTermOnGovernanceTermCorrected,
  keepTermOnGovernanceTermEnded,
  keepTermOnGovernanceTermStarted,
  keepTermOnGovernanceTermVoided,
} from './keep-term-on-term-told.ts'
import { markPersonOnPersonErased } from './mark-person-on-person-erased.ts'
import { notePersonOnPersonRegistered } from './note-person-on-person-registered.ts'
import { uniteKnownOnPersonMerged } from './unite-known-on-person-merged.ts'

export { employsThrough } from './employs-through.ts'
export { findNetwork, type KnownNetwork, type NetworkState, running } from './find-network.ts'
export { knowPerson } from './known-person.ts'
export type { Succession } from './succession.ts'

/** Its tables, to be made before the service's own. */
export const migrations = new URL('../migrations/', import.meta.url)
export const handlers = [] as const
export const entities = [] as const
export const reactions = [
  notePersonOnPersonRegistered,
  uniteKnownOnPersonMerged,
  markPersonOnPersonErased,
  keepEmploymentOnEmploymentStarted,
  keepEmploymentOnEmploymentChanged,
  keepEmploymentOnEmploymentEnded,
  keepEmploymentOnEmploymentCorrected,
  keepEmploymentOnEmploymentVoided,
  keepTermOnGovernanceTermStarted,
  keepTermOnGovernanceTermEnded,
  keepTermOnGovernanceTermCorrected,
  keepTermOnGovernanceTermVoided,
  keepSchoolOnSchoolRegistered,
  keepSchoolOnSchoolChanged,
  keepSchoolOnSchoolClosed,
  carryOverOnSchoolSucceeded,
  keepGroupOnSchoolGroupRegistered,
  keepGroupOnSchoolGroupChanged,
  keepGroupOnSchoolJoinedGroup,
  keepGroupOnSchoolLeftGroup,
  keepOrganisationOnPartnerOrganisationRegistered,
  keepOrganisationOnPartnerOrganisationChanged,
  keepOrganisationOnPartnerOrganisationClosed,
  keepNetworkOnNetworkFormed,
  keepNetworkOnNetworkActivated,
  keepNetworkOnNetworkRevised,
  keepNetworkOnNetworkSustaining,
  keepNetworkOnNetworkSuspended,
  keepNetworkOnNetworkResumed,
  keepNetworkOnNetworkDissolved,
  keepCoLeaderOnCoLeadersReplaced,
  keepCoLeaderOnCoLeaderLeft,
  keepMembershipOnSchoolJoined,
  keepMembershipOnSchoolLeft,
  dropMembershipOnInvitationEnded,
  keepMembershipOnPersonJoinedNetwork,
  keepMembershipOnPersonLeftNetwork,
  keepDelegationOnSignatoryDelegated,
  keepDelegationOnDelegationRevoked,
  keepSharingOnSharingInForce,
  keepSharingOnSharingWithdrawing,
  keepSharingOnSharingWithdrawn,
  keepSharingOnSharingExpired,
  keepSharingOnPersonLeftOut,
  keepSharingOnPersonTakenIn,
] as const
export const works = [] as const
