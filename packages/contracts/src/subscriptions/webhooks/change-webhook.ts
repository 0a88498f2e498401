import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { WebhookChanged } from './events.ts'
import { MaxPerSecond, Webhook, WebhookUrl } from './model.ts'
import { NoSuchWebhook, WebhookUrlRefused } from './problems.ts'

export const ChangeWebhook = command('subscriptions.change-webhook', {
  summary: "Change a webhook's URL or rate",
  description: 'Another URL is verified anew; nothing is delivered meanwhile, and delivery goes on from where it stopped. Keys stay.',
  needs: 'subscriptions:write',
  http: 'PATCH /v1/subscriptions/:subscriptionId/webhook',
  input: { subscriptionId: SubscriptionId, url: Type.Optional(WebhookUrl), maxPerSecond: Type.Optional(MaxPerSecond) },
  output: Webhook,
  emits: [WebhookChanged],
  problems: [NoSuchWebhook, WebhookUrlRefused],
  ifMatch: true,
})
