import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { Webhook } from './model.ts'
import { NoSuchWebhook } from './problems.ts'

export const GetWebhook = query('subscriptions.get-webhook', {
  summary: "Get a subscription's webhook, and how it fares",
  description: 'By its owner, or the national body.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/webhook',
  input: { subscriptionId: SubscriptionId },
  output: Webhook,
  problems: [NoSuchWebhook],
})
