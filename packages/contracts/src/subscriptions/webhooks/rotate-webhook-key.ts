import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { WebhookKeyRotated } from './events.ts'
import { ShownWebhookSecret, WebhookKey, WebhookKeyKind } from './model.ts'
import { NoSuchWebhook, TwoWebhookKeysSign } from './problems.ts'

export const RotateWebhookKey = command('subscriptions.rotate-webhook-key', {
  summary: 'Have deliveries signed with a new key',
  description:
    'For the overlap every request carries the signatures of both, the new one first. An overlap of 0 ends every older key of its kind at once. The private part of ed25519 is shown to nobody.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/webhook/keys',
  input: {
    subscriptionId: SubscriptionId,
    kind: WebhookKeyKind,
    overlapHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720, default: 24 })),
  },
  output: Type.Object({ ...WebhookKey.properties, secret: Type.Optional(ShownWebhookSecret) }),
  emits: [WebhookKeyRotated],
  problems: [NoSuchWebhook, TwoWebhookKeysSign],
})
