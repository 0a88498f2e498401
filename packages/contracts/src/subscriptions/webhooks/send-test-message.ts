import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchWebhook, TestUnderWay, WebhookNotInState } from './problems.ts'

export const SendTestMessage = command('subscriptions.send-test-message', {
  summary: 'Send a test message to a webhook',
  description:
    'Signed as every message, of the type `nlc.webhook.test.v1`, without a number. Once, also to a webhook that is disabled; what came of it is among the attempts, under the id answered here.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/webhook/test-messages',
  input: { subscriptionId: SubscriptionId },
  output: Type.Object({ messageId: Type.String({ format: 'uuid' }) }),
  emits: [],
  problems: [NoSuchWebhook, WebhookNotInState, TestUnderWay],
  status: 202,
})
