import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { WebhookResumed } from './events.ts'
import { Webhook } from './model.ts'
import { NoSuchWebhook, NumberNotKept, WebhookNotInState, WebhookPlaceLost } from './problems.ts'

export const ResumeWebhook = command('subscriptions.resume-webhook', {
  summary: 'Resume a webhook that was disabled',
  description:
    'Everything that was not delivered comes, in order, each message with ten new tries. Away for longer than messages are kept: name `afterNumber`, the number of a snapshot; what lies before is not sent any more.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/webhook/resumption',
  input: {
    subscriptionId: SubscriptionId,
    afterNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  },
  output: Webhook,
  emits: [WebhookResumed],
  problems: [NoSuchWebhook, WebhookNotInState, WebhookPlaceLost, NumberNotKept],
  status: 200,
  ifMatch: true,
})
