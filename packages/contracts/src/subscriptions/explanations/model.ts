import Type from 'typebox'
import { Id, Instant, Urn } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { AppointmentRecord } from '../../roles/appointments/model.ts'
import { MessageNumber, MessageType, RecipientRef } from '../mailbox/model.ts'
import { SubscriptionFilter, SubscriptionId } from '../subscriptions/model.ts'

/** One try of one door. */
export const DeliveryAttempt = Type.Object({
  door: Type.Enum(['webhook', 'nats']),
  attemptedAt: Instant,
  outcome: Type.String(),
  status: Type.Optional(Type.Integer({ description: "The receiver's HTTP status." })),
})

/** Why a message is in a mailbox: what held when it was written, whatever holds now. */
export const Explanation = Type.Object({
  messageId: Id,
  subscriptionId: SubscriptionId,
  clientId: ClientId,
  number: MessageNumber,
  type: MessageType,
  subjectId: Type.String(),
  /** The event that it tells of; none where the day itself came. */
  eventId: Type.Optional(Id),
  writtenAt: Instant,
  /** Since when its content is withheld. */
  withheldAt: Type.Optional(Instant),
  /** The places that it tells of, and by which agreement each was shared. */
  sharedBy: Type.Array(
    Type.Object({
      place: Type.String({ description: 'URN, or group id of a trust; `<urn>/cover`: what visits need cover for there.' }),
      agreementId: Id,
    }),
  ),
  filter: SubscriptionFilter,
  match: Type.Optional(
    Type.Object({
      recipientRef: RecipientRef,
      urn: Urn,
      matchedBy: Type.String({ description: '`trn`, `payroll-number`, `work-email` or `signatory`.' }),
    }),
  ),
  /** Of the appointment, its version and what had happened, as roles said it. */
  appointment: Type.Optional(
    Type.Object({
      id: Id,
      version: Type.Integer(),
      event: Type.String({ description: 'What had happened: as the event of roles is called, or `reported`, or `took-effect`.' }),
      record: Type.Optional(AppointmentRecord),
    }),
  ),
  /** Of the booking that needs cover, and its version. */
  visit: Type.Optional(Type.Object({ bookingId: Id, version: Type.Integer() })),
  attempts: Type.Array(DeliveryAttempt),
})
