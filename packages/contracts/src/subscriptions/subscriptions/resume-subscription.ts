import { command } from '../../define.ts'
import { SubscriptionResumed } from './events.ts'
import { Subscription, SubscriptionId } from './model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from './problems.ts'

export const ResumeSubscription = command('subscriptions.resume-subscription', {
  summary: 'Resume a subscription that was paused',
  description: 'Every door goes on from where it stopped.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/resumption',
  input: { subscriptionId: SubscriptionId },
  output: Subscription,
  emits: [SubscriptionResumed],
  problems: [NoSuchSubscription, SubscriptionNotInState],
  status: 200,
  ifMatch: true,
})
