import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { LearningLevel, NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'
import { GroupLeavingReason, GroupMembershipId, LeadershipGroupId } from './model.ts'

const group = { groupId: LeadershipGroupId, networkId: NetworkId }
const aboutGroup = { 'leadership-group': 'groupId' } as const

export const LeadershipGroupFounded = event('roles.leadership-group-founded', {
  summary: 'An inter-school leadership group was founded in a network, with its own focus.',
  about: aboutGroup,
  data: { ...group, learningLevel: LearningLevel, firstDay: CalendarDate },
})

export const LeadershipGroupRevised = event('roles.leadership-group-revised', {
  summary: 'A leadership group described itself anew.',
  about: aboutGroup,
  data: { ...group, learningLevel: LearningLevel },
})

export const LeadershipGroupClosed = event('roles.leadership-group-closed', {
  summary: 'A leadership group ends; its last day counts. Its memberships end with it.',
  about: aboutGroup,
  data: { ...group, lastDay: CalendarDate },
})

const membership = { membershipId: GroupMembershipId, groupId: LeadershipGroupId, networkId: NetworkId, personId: Id, urn: Urn }
const aboutMembership = { 'group-membership': 'membershipId' } as const

export const InvitedToGroup = event('roles.invited-to-group', {
  summary: 'Somebody was invited to a leadership group.',
  about: aboutMembership,
  data: membership,
})

export const GroupInvitationDeclined = event('roles.group-invitation-declined', {
  summary: 'An invitation to a leadership group was turned down, taken back, or fell away with its ground.',
  about: aboutMembership,
  data: membership,
})

export const JoinedGroup = event('roles.joined-group', {
  summary: 'Somebody belongs to a leadership group from this day.',
  about: aboutMembership,
  data: { ...membership, governor: Type.Boolean(), firstDay: CalendarDate, leads: Type.Boolean() },
})

export const LeftGroup = event('roles.left-group', {
  summary: 'Somebody belongs to a leadership group until this day, which counts.',
  about: aboutMembership,
  data: { ...membership, lastDay: CalendarDate, reason: GroupLeavingReason },
})

export const GroupLeadNamed = event('roles.group-lead-named', {
  summary: 'A member of a leadership group leads it, or does so no more.',
  about: aboutMembership,
  data: { ...membership, leads: Type.Boolean(), appointmentId: Type.Optional(AppointmentId) },
})

export const GroupMembershipMoved = event('roles.group-membership-moved', {
  summary: 'A membership of a leadership group follows its person, or its school: records were merged, or the school was succeeded.',
  about: aboutMembership,
  data: membership,
})
