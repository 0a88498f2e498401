import Type from 'typebox'
import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { DeliverySuspended, MessagesExpired } from './problems.ts'

export const StreamMessages = query('subscriptions.stream-messages', {
  summary: 'Follow a mailbox as server-sent events',
  description:
    'Each message is an event: its `id` is the number, its `data` the message as the pages show it. Reconnecting with `Last-Event-ID` goes on behind that number, ' +
    'which comes before `afterNumber`. A comment comes every 15 seconds at the latest. It ends when the service restarts, or when the subscription is paused, ' +
    'ended or suspended: reconnect, and the answer says what holds.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/stream',
  input: {
    subscriptionId: SubscriptionId,
    afterNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  },
  problems: [NoSuchSubscription, SubscriptionNotInState, DeliverySuspended, MessagesExpired],
  stream: { produces: 'text/event-stream', lastEventId: 'afterNumber' },
})
