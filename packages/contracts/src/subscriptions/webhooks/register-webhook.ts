import Type from 'typebox'
import { command } from '../../define.ts'
import { MessageNumber } from '../mailbox/model.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { WebhookRegistered } from './events.ts'
import { MaxPerSecond, ShownWebhookSecret, Webhook, WebhookUrl } from './model.ts'
import { NumberNotKept, WebhookThereAlready, WebhookUrlRefused } from './problems.ts'

export const RegisterWebhook = command('subscriptions.register-webhook', {
  summary: 'Have a subscription delivered to a URL',
  description:
    'First the receiver is sent a signed challenge: an event of the type `nlc.webhook.challenge.v1` whose `data` is `{ "challenge": "…" }`. It answers 200 with a ' +
    'JSON body that has the same `challenge`, within the time that every answer has. Five tries: at once, then 10 s, 1 min, 10 min and 1 hour later. Deliveries ' +
    'begin at `fromNumber`; without one, behind what was acknowledged. Each is a CloudEvents 1.0 event in JSON (`application/cloudevents+json`), signed as Standard ' +
    'Webhooks say: `v1` with the secret of this answer, `v1a` with the ed25519 key that `list-webhook-keys` shows.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/webhook',
  input: {
    subscriptionId: SubscriptionId,
    url: WebhookUrl,
    maxPerSecond: Type.Optional(MaxPerSecond),
    fromNumber: Type.Optional(MessageNumber),
  },
  output: Type.Object({ ...Webhook.properties, secret: Type.Optional(ShownWebhookSecret) }),
  emits: [WebhookRegistered],
  problems: [NoSuchSubscription, SubscriptionNotInState, WebhookThereAlready, WebhookUrlRefused, NumberNotKept],
})
