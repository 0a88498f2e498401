import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { LapseReason, LeavingReason, SchoolMembershipId } from './model.ts'

const ofSchool = { membershipId: SchoolMembershipId, networkId: NetworkId, urn: Urn }
const ofPerson = { membershipId: Id, networkId: NetworkId, personId: Id }
const about = { 'network-membership': 'membershipId' } as const

export const SchoolInvited = event('membership.school-invited', {
  summary: 'A school was invited to a network: a founding school by the approval of the application.',
  about,
  data: { ...ofSchool, founding: Type.Boolean() },
})

export const InvitationEnded = event('membership.invitation-ended', {
  summary: 'An invitation ended without the school joining.',
  about,
  data: { ...ofSchool, reason: LapseReason },
})

export const SchoolJoined = event('membership.school-joined', {
  summary: 'A school belongs to a network from this day, under the agreement that it signed.',
  about,
  data: { ...ofSchool, firstDay: CalendarDate, agreementId: Id },
})

export const SchoolLeft = event('membership.school-left', {
  summary: 'A school belongs to a network until this day, which counts. Told again with another last day where that was corrected.',
  about,
  data: { ...ofSchool, lastDay: CalendarDate, reason: LeavingReason },
})

export const PersonJoinedNetwork = event('membership.person-joined-network', {
  summary: 'A person belongs to a professional network from this day.',
  about,
  data: { ...ofPerson, firstDay: CalendarDate },
})

export const PersonLeftNetwork = event('membership.person-left-network', {
  summary: 'A person belongs to a professional network until this day, which counts.',
  about,
  data: { ...ofPerson, lastDay: CalendarDate },
})
