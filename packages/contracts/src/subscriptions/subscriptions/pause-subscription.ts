import { command } from '../../define.ts'
import { SubscriptionPaused } from './events.ts'
import { Subscription, SubscriptionId } from './model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from './problems.ts'

export const PauseSubscription = command('subscriptions.pause-subscription', {
  summary: 'Pause a subscription',
  description: 'Nothing is pushed and no stream is open until it is resumed. The mailbox goes on, and its pages can be read.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/pausing',
  input: { subscriptionId: SubscriptionId },
  output: Subscription,
  emits: [SubscriptionPaused],
  problems: [NoSuchSubscription, SubscriptionNotInState],
  status: 200,
  ifMatch: true,
})
