import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { Webhook } from './model.ts'
import { NoSuchWebhook, WebhookNotInState } from './problems.ts'

export const VerifyWebhook = command('subscriptions.verify-webhook', {
  summary: 'Have the challenge sent again',
  description: 'Now, and if it has to be another four times, as after registering.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/webhook/challenges',
  input: { subscriptionId: SubscriptionId },
  output: Webhook,
  emits: [],
  problems: [NoSuchWebhook, WebhookNotInState],
  status: 202,
})
