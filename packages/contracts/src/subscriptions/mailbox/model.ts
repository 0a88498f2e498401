import Type from 'typebox'
import { CalendarDate, Id, Instant, period, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { Controller } from '../../membership/sharing-agreements/model.ts'
import { StaffRef } from '../../membership/staff-matches/model.ts'
import { AppointmentEndReason, AppointmentId, appointmentConditions } from '../../roles/appointments/model.ts'
import { RoleCode, Subject } from '../../roles/role-definitions/model.ts'
import { LessonPeriod } from '../../scheduling/calendars/timetable.ts'
import { ActivityKind } from '../../scheduling/host-offers/model.ts'

/**
 * The catalogue. `appointment.took-effect` comes only where it is asked for by name. `sharing.ended` and `erasure.requested` come
 * whatever is asked for: they bring a duty.
 */
export const messageTypes = [
  'appointment.confirmed',
  'appointment.changed',
  'appointment.paused',
  'appointment.resumed',
  'appointment.ended',
  'appointment.corrected',
  'appointment.voided',
  'appointment.took-effect',
  'appointment.reported',
  'visit.booked',
  'visit.moved',
  'visit.cancelled',
  'person.merged',
  'school.succeeded',
  'sharing.started',
  'sharing.ended',
  'erasure.requested',
] as const
export const MessageType = Type.Enum([...messageTypes])

/** From 1, without a gap, per subscription. */
export const MessageNumber = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** What the vendor itself calls a person, as its staff list was matched. */
export const RecipientRef = StaffRef

export const SharingEndReason = Type.Enum(['withdrawn', 'end-date', 'school-succeeded', 'not-signed', 'left-trust'])

/**
 * The whole of an appointment as it is through the schools that share: whoever gets it replaces what they hold under `id`. Periods at
 * other schools are not in it; where it goes on at such a school, it has a last day here and no end reason.
 */
export const AppointmentMessage = Type.Object({
  id: AppointmentId,
  version: Version,
  supersedes: Type.Optional(Type.Integer({ minimum: 1, description: 'The version told before, which this one replaces.' })),
  personId: Id,
  recipientRef: Type.Optional(RecipientRef),
  networkId: NetworkId,
  roleCode: RoleCode,
  subject: Type.Optional(Subject),
  state: Type.Enum(['accepted', 'active', 'paused', 'ended', 'voided']),
  ...period,
  ...appointmentConditions,
  covers: Type.Optional(
    Type.String({ format: 'uuid', description: 'The paused appointment that it covers, where that one is shared, too.' }),
  ),
  endReason: Type.Optional(AppointmentEndReason),
  periods: Type.Array(Type.Object({ ...period, ...appointmentConditions, paused: Type.Boolean() })),
  recordedAt: Instant,
})

/**
 * Somebody is away from the school that shares, at lessons' time: their classes need cover. The whole of it with each message. Under the
 * class of data `cover`, which is shared apart from roles. `visit.cancelled`: no cover is needed after all.
 */
export const VisitMessage = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The booking: whoever gets a message replaces what they hold under it.' }),
  version: Version,
  supersedes: Type.Optional(Type.Integer({ minimum: 1, description: 'The version told before, which this one replaces.' })),
  personId: Id,
  recipientRef: Type.Optional(RecipientRef),
  urn: Type.String({ ...Urn, description: 'The school from which they are away.' }),
  networkId: NetworkId,
  kind: ActivityKind,
  startsAt: Instant,
  endsAt: Instant,
  awayFrom: Type.String({ ...Instant, description: 'The way there included, where it is known.' }),
  awayUntil: Type.String({ ...Instant, description: 'The way back included, where it is known.' }),
  lessons: Type.Array(LessonPeriod, { description: 'Which of that school’s timetable they miss.' }),
  state: Type.Enum(['booked', 'cancelled']),
})

export const PersonMergedMessage = Type.Object({
  personId: Id,
  recipientRef: Type.Optional(RecipientRef),
  intoPersonId: Type.String({ format: 'uuid', description: 'Everything told about the one is about this one.' }),
  intoRecipientRef: Type.Optional(RecipientRef),
})

/** Appointments held through the one are held through the other from that day: no message of their own says so. */
export const SchoolSucceededMessage = Type.Object({ urn: Urn, successorUrn: Urn, firstDay: CalendarDate })

/** Each school of a trust that shares comes on its own; without a school it is the trust's own team and board. */
const sharing = {
  agreementId: Id,
  controller: Controller,
  urn: Type.Optional(Urn),
  dataClass: Type.Enum(['roles', 'cover'], { description: 'What of it is shared: each class comes and goes by itself.' }),
}

export const SharingStartedMessage = Type.Object(sharing)

export const SharingEndedMessage = Type.Object({
  ...sharing,
  reason: SharingEndReason,
  dutyId: Type.String({ format: 'uuid', description: 'Delete what came through this sharing, and acknowledge it.' }),
})

export const ErasureRequestedMessage = Type.Object({
  personId: Id,
  recipientRef: Type.Optional(RecipientRef),
  dutyId: Type.String({ format: 'uuid', description: 'Erase what you hold of the person, and acknowledge it.' }),
})

/** What `data` of each type is. */
export const messageData = {
  'appointment.confirmed': AppointmentMessage,
  'appointment.changed': AppointmentMessage,
  'appointment.paused': AppointmentMessage,
  'appointment.resumed': AppointmentMessage,
  'appointment.ended': AppointmentMessage,
  'appointment.corrected': AppointmentMessage,
  'appointment.voided': AppointmentMessage,
  'appointment.took-effect': AppointmentMessage,
  'appointment.reported': AppointmentMessage,
  'visit.booked': VisitMessage,
  'visit.moved': VisitMessage,
  'visit.cancelled': VisitMessage,
  'person.merged': PersonMergedMessage,
  'school.succeeded': SchoolSucceededMessage,
  'sharing.started': SharingStartedMessage,
  'sharing.ended': SharingEndedMessage,
  'erasure.requested': ErasureRequestedMessage,
} as const

/** CloudEvents 1.0, in JSON. The same at every door, and with every repeat. */
export const Message = Type.Object({
  specversion: Type.Enum(['1.0']),
  id: Type.String({ format: 'uuid', description: 'The same with every repeat: what was seen before is dropped by it.' }),
  source: Type.String(),
  type: Type.String({
    description: '`nlc.<type>.v1`. `nlc.withheld.v1`: what stood under this number may no longer be seen.',
    examples: ['nlc.appointment.confirmed.v1', 'nlc.withheld.v1'],
  }),
  subject: Type.Optional(Type.String({ description: 'The person; of messages about none, the school or trust.' })),
  time: Instant,
  datacontenttype: Type.Optional(Type.Enum(['application/json'])),
  sequence: Type.String({ pattern: '^[1-9]\\d*$', description: 'The number in the mailbox, in decimal.' }),
  subscription: Id,
  data: Type.Optional(Type.Unknown({ description: 'By the type, as the catalogue of messages says. None where it is withheld.' })),
})

export const ReplayDoor = Type.Enum(['webhook', 'nats'])
