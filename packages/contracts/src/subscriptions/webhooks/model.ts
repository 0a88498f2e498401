import Type from 'typebox'
import { Id, Instant, Version } from '../../formats.ts'
import { MessageNumber } from '../mailbox/model.ts'
import { SubscriptionId } from '../subscriptions/model.ts'

/**
 * `pending-verification`: nothing is delivered before the receiver has echoed the challenge. `degraded`: deliveries fail, and are
 * tried again. `disabled`: given up; it keeps its place and is resumed by its owner.
 */
export const WebhookState = Type.Enum(['pending-verification', 'active', 'degraded', 'disabled'])

/**
 * What came of a try. `delivered`: an answer of 2xx, whatever its body. Of the receiver's other answers: `redirected` (3xx; never
 * followed), `rate-limited` (429), `gone` (410), `refused` (another 4xx), `server-error` (5xx), `unexpected-answer` (any other),
 * `wrong-echo` (of a challenge). Without an answer: `address-refused` (its name leads to a private or reserved address),
 * `name-not-found`, `connection-failed` (also: closed before the answer), `tls-failed` (also: a certificate for another name),
 * `timed-out`, `not-http`.
 */
export const deliveryOutcomes = [
  'delivered',
  'redirected',
  'rate-limited',
  'gone',
  'refused',
  'server-error',
  'unexpected-answer',
  'wrong-echo',
  'address-refused',
  'name-not-found',
  'connection-failed',
  'tls-failed',
  'timed-out',
  'not-http',
] as const
export const DeliveryOutcome = Type.Enum([...deliveryOutcomes])

/** Why a webhook is not active. `failing`: a message failed three times, or three messages in a row. `given-up`: ten times. */
export const WebhookNoticeReason = Type.Enum(['challenge-failed', 'failing', 'given-up', 'gone'])

export const WebhookNotice = Type.Object({
  reason: WebhookNoticeReason,
  since: Instant,
  number: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the message that failed.' })),
  outcome: Type.Optional(DeliveryOutcome),
  detail: Type.String({ description: 'What to do about it, in a sentence.' }),
})

/** https, at port 443 or 8443 of a name; without user name, password and fragment; written in its normal form. */
export const WebhookUrl = Type.String({ minLength: 8, maxLength: 2000, examples: ['https://mis.example.org/role-changes'] })
export const UrlFault = Type.Enum([
  'not-a-url',
  'not-in-normal-form',
  'credentials',
  'fragment',
  'scheme',
  'port',
  'address-literal',
  'special-name',
])

export const MaxPerSecond = Type.Integer({
  minimum: 1,
  maximum: 1000,
  default: 200,
  description: 'As many requests are begun per second at most.',
})

export const Webhook = Type.Object({
  subscriptionId: SubscriptionId,
  url: WebhookUrl,
  state: WebhookState,
  notice: Type.Optional(WebhookNotice),
  maxPerSecond: MaxPerSecond,
  deliveredNumber: Type.Integer({ minimum: 0, description: 'Up to it, everything was delivered (or lies before where it began).' }),
  lastNumber: Type.Integer({ minimum: 0, description: 'Of the newest message.' }),
  failing: Type.Integer({ minimum: 0, description: 'Messages that failed and wait for their next try.' }),
  nextTryAt: Type.Optional(Instant),
  registeredAt: Instant,
  updatedAt: Instant,
  version: Version,
})

export const DeliveryAttemptKind = Type.Enum(['message', 'test', 'challenge'])

/** One request. Bodies are not kept. */
export const WebhookAttempt = Type.Object({
  id: Type.String(),
  kind: DeliveryAttemptKind,
  messageId: Type.String({ format: 'uuid', description: "The message's id, as in `webhook-id`." }),
  number: Type.Optional(MessageNumber),
  attempt: Type.Integer({ minimum: 1, description: 'Which try of this message it was, since it was first due, replayed or resumed.' }),
  attemptedAt: Instant,
  durationMs: Type.Integer({ minimum: 0, description: 'Of real time, from the choice of a connection to the answer.' }),
  outcome: DeliveryOutcome,
  status: Type.Optional(Type.Integer({ description: "The receiver's HTTP status, where there was one." })),
})

export const WebhookKeyKind = Type.Enum(['hmac-sha256', 'ed25519'])
const life = { madeAt: Instant, endsAt: Type.Optional(Type.String({ format: 'date-time', description: 'It signs until then.' })) }

/** `hmac-sha256` signs as `v1`, `ed25519` as `v1a` (Standard Webhooks). */
export const WebhookKey = Type.Object({
  id: Id,
  kind: WebhookKeyKind,
  publicKey: Type.Optional(Type.String({ description: 'Of ed25519: `whpk_` and the 32 bytes in base64.', pattern: '^whpk_' })),
  ...life,
})

/** The key of HMAC: `whsec_` and 32 bytes in base64. */
export const ShownWebhookSecret = Type.String({
  pattern: '^whsec_',
  description: 'Shown once: a repeat with the same Idempotency-Key comes without it. Where it was lost, rotate it.',
  'x-shown-once': true,
})
