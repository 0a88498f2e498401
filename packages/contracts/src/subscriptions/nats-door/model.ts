import Type from 'typebox'
import { Id, Instant, Version } from '../../formats.ts'
import { SubscriptionId } from '../subscriptions/model.ts'

/**
 * `opening`: the durable is made within moments. `closing`: nothing more comes, and within seconds its credentials are void and what
 * lay there unread is gone; then it is `closed`.
 */
export const NatsDoorState = Type.Enum(['opening', 'open', 'closing', 'closed'])

export const NatsDoorCloseReason = Type.Enum(['by-owner', 'by-national-body', 'client-suspended', 'subscription-ended'])

/** Never the credentials themselves: only the public key is kept. */
export const NatsCredential = Type.Object({
  credentialId: Id,
  madeAt: Instant,
  expiresAt: Type.String({ format: 'date-time', description: 'A year after they were made: rotate before.' }),
  endsAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'Void from then on, since others took their place or the door was closed.' }),
  ),
  revokedAt: Type.Optional(Type.String({ format: 'date-time', description: 'When the server had put out whoever used them.' })),
})

/** Where and what to pull. JetStream's API is under a domain of its own, and replies come to an inbox of its own. */
export const NatsDoorAddress = Type.Object({
  servers: Type.Array(Type.String(), { description: 'URLs, of which any serves.', examples: [['nats://nats.example.org:4222']] }),
  stream: Type.String({ examples: ['mailboxes'] }),
  durable: Type.String({
    description: 'The pull consumer that the platform made. Acknowledge each message; what is not comes again after 30 s.',
  }),
  domain: Type.String({ description: 'JetStream domain: API subjects begin with `$JS.<domain>.API`.', examples: ['nlc'] }),
  inboxPrefix: Type.String({ description: 'The only prefix that replies may come to.' }),
})

export const natsDoor = {
  subscriptionId: SubscriptionId,
  state: NatsDoorState,
  address: NatsDoorAddress,
  afterNumber: Type.Integer({ minimum: 0, description: 'The messages behind this number come.' }),
  publishedNumber: Type.Integer({ minimum: 0, description: 'Up to this number, messages lie or lay there to be pulled.' }),
  acknowledgedNumber: Type.Integer({ minimum: 0, description: 'Up to this number, all were acknowledged when that was last looked at.' }),
  credentials: Type.Array(NatsCredential, { description: 'Those that are good now, or were until lately: newest first.' }),
  openedAt: Instant,
  closedAt: Type.Optional(Instant),
  closeReason: Type.Optional(NatsDoorCloseReason),
  version: Version,
}
export const NatsDoor = Type.Object(natsDoor)

/** Shown in one answer and kept nowhere. */
export const ShownNatsCredentials = Type.String({
  description:
    'The content of a credentials file (`.creds`): a JWT and a seed. Shown once: a repeat with the same Idempotency-Key comes without it. ' +
    'Where it was lost, rotate.',
  'x-shown-once': true,
})
export const NatsDoorWithCredentials = Type.Object({ ...natsDoor, credentialsFile: Type.Optional(ShownNatsCredentials) })
