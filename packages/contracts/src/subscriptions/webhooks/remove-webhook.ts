import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { WebhookRemoved } from './events.ts'
import { NoSuchWebhook } from './problems.ts'

export const RemoveWebhook = command('subscriptions.remove-webhook', {
  summary: 'Remove a webhook',
  description: 'The subscription and its mailbox stay. Its keys are deleted; its attempts are kept as long as all are.',
  needs: 'subscriptions:write',
  http: 'DELETE /v1/subscriptions/:subscriptionId/webhook',
  input: { subscriptionId: SubscriptionId },
  emits: [WebhookRemoved],
  problems: [NoSuchWebhook],
  ifMatch: true,
})
