import Type from 'typebox'
import { CalendarDate, Id, period, text, Urn, Version } from '../../formats.ts'
import { LearningLevel, NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'

export const LeadershipGroupId = Type.String({ format: 'uuid', description: 'An inter-school leadership group.' })
export const LeadershipGroupState = Type.Enum(['open', 'closed'])

/** What a group says of itself. Its focus is its own choice, provided that it aims to improve outcomes for pupils. */
export const groupDescription = {
  name: text(160),
  focus: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'What the group works on.' }),
  learningLevel: LearningLevel,
  outcomesForPupils: Type.String({
    minLength: 1,
    maxLength: 2000,
    pattern: '\\S',
    description: 'Which outcomes for pupils it aims to improve.',
  }),
}

export const LeadershipGroup = Type.Object({
  id: LeadershipGroupId,
  version: Version,
  networkId: NetworkId,
  ...groupDescription,
  state: LeadershipGroupState,
  ...period,
  members: Type.Integer({ minimum: 0, description: 'How many people are in it today.' }),
  schools: Type.Integer({ minimum: 0, description: 'From how many schools.' }),
})

/** `invited` until the person joins or declines; `left` after the last day. */
export const GroupMembershipState = Type.Enum(['invited', 'declined', 'joined', 'left'])
export const GroupMembershipId = Type.String({ format: 'uuid', description: 'A person’s membership of a leadership group.' })

/** Why a membership ended. The last four follow from something else. */
export const GroupLeavingReason = Type.Enum([
  'at-own-wish',
  'taken-out',
  'left-school',
  'school-left-network',
  'group-closed',
  'merged-duplicate',
])

export const GroupMembership = Type.Object({
  id: GroupMembershipId,
  version: Version,
  groupId: LeadershipGroupId,
  networkId: NetworkId,
  personId: Id,
  urn: Type.String({ ...Urn, description: 'The school of the network through which the person is in it, as staff or governor.' }),
  governor: Type.Boolean({ description: 'As a governor of the school; otherwise as staff.' }),
  state: GroupMembershipState,
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
  leads: Type.Boolean(),
  appointmentId: Type.Optional(
    Type.String({ ...AppointmentId, description: 'The appointment as `group-lead` by which the person leads it, where there is one.' }),
  ),
  reason: Type.Optional(GroupLeavingReason),
})
