import { command } from '../../define.ts'
import { SubscriptionEnded } from './events.ts'
import { Subscription, SubscriptionId } from './model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from './problems.ts'

export const EndSubscription = command('subscriptions.end-subscription', {
  summary: 'End a subscription',
  description: 'For good: its mailbox gets no more messages, and cannot be read any more.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/ending',
  input: { subscriptionId: SubscriptionId },
  output: Subscription,
  emits: [SubscriptionEnded],
  problems: [NoSuchSubscription, SubscriptionNotInState],
  status: 200,
  ifMatch: true,
})
