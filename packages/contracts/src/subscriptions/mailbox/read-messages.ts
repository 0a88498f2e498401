import Type from 'typebox'
import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { Message } from './model.ts'
import { DeliverySuspended, MessagesExpired } from './problems.ts'

export const ReadMessages = query('subscriptions.read-messages', {
  summary: 'Read messages of a mailbox by their numbers',
  description:
    'In the order of their numbers, which have no gap. Reading moves nothing: pass the `sequence` of the last message that you keep as `afterNumber`. Without ' +
    '`afterNumber` and `since`, from the oldest that is kept.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/messages',
  input: {
    subscriptionId: SubscriptionId,
    afterNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    since: Type.Optional(Type.String({ format: 'date-time', description: 'From the first message written at or after this instant.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  output: Type.Object({
    items: Type.Array(Message),
    firstNumber: Type.Integer({ minimum: 1, description: 'Of the oldest message that is kept.' }),
    lastNumber: Type.Integer({ minimum: 0, description: 'Of the newest. There is more while it is above the last item’s.' }),
  }),
  problems: [NoSuchSubscription, SubscriptionNotInState, DeliverySuspended, MessagesExpired],
})
