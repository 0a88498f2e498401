import Type from 'typebox'
import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { WebhookKey } from './model.ts'
import { NoSuchWebhook } from './problems.ts'

export const ListWebhookKeys = query('subscriptions.list-webhook-keys', {
  summary: "List the keys that sign a webhook's deliveries",
  description: 'With the public ones of ed25519. By its owner, or the national body.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/webhook/keys',
  input: { subscriptionId: SubscriptionId },
  output: Type.Object({ keys: Type.Array(WebhookKey) }),
  problems: [NoSuchWebhook],
})
