import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { MessageNumber } from '../mailbox/model.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription } from '../subscriptions/problems.ts'
import { DeliveryAttemptKind, DeliveryOutcome, WebhookAttempt } from './model.ts'

export const ListWebhookAttempts = query('subscriptions.list-webhook-attempts', {
  summary: 'List the requests that were sent to a webhook',
  description: 'The newest first; of the last 100 days. By its owner, or the national body.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/webhook/attempts',
  input: {
    subscriptionId: SubscriptionId,
    number: Type.Optional(MessageNumber),
    messageId: Type.Optional(Type.String({ format: 'uuid' })),
    kind: Type.Optional(DeliveryAttemptKind),
    outcome: Type.Optional(DeliveryOutcome),
    ...paging,
  },
  output: pageOf(WebhookAttempt),
  problems: [NoSuchSubscription],
})
