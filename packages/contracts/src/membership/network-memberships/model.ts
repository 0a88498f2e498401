import Type from 'typebox'
import { CalendarDate, Id, Instant, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'

export const SchoolMembershipId = Type.String({
  format: 'uuid',
  description: "A school's membership of a network. It stays the same when the school's one successor takes its place.",
})
/** `invited` before its first day, also where it has signed for a later one; `lapsed`: the invitation ended without joining; `left`: its last day lies before the day asked about. */
export const SchoolMembershipState = Type.Enum(['invited', 'lapsed', 'joined', 'left'])
export const LeavingReason = Type.Enum([
  'at-its-own-wish',
  'commitment',
  'joins-another-network',
  'agreement-refused',
  'school-closed',
  'school-succeeded',
  'network-dissolved',
  'other',
])
/** The reasons that a school gives; the others follow from something else. */
export const GivenLeavingReason = Type.Enum(['at-its-own-wish', 'commitment', 'joins-another-network', 'other'])
export const LapseReason = Type.Enum([
  'declined',
  'taken-back',
  'left-out-of-agreement',
  'school-closed',
  'school-succeeded',
  'network-dissolved',
])

export const SchoolMembership = Type.Object({
  id: SchoolMembershipId,
  networkId: NetworkId,
  urn: Urn,
  state: SchoolMembershipState,
  /** Named in the application, or in place of a school that was. */
  founding: Type.Boolean(),
  invitedAt: Instant,
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
  leavingReason: Type.Optional(LeavingReason),
  lapseReason: Type.Optional(LapseReason),
  version: Version,
})

/** A person in a professional network. */
export const PersonMembership = Type.Object({
  id: Type.String({ format: 'uuid', description: "A person's membership of a professional network." }),
  networkId: NetworkId,
  personId: Id,
  firstDay: CalendarDate,
  lastDay: Type.Optional(CalendarDate),
  version: Version,
})
