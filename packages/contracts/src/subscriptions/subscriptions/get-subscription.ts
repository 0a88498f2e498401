import { query } from '../../define.ts'
import { Subscription, SubscriptionId } from './model.ts'
import { NoSuchSubscription } from './problems.ts'

export const GetSubscription = query('subscriptions.get-subscription', {
  summary: 'Get a subscription',
  description: 'By its owner, or the national body.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId',
  input: { subscriptionId: SubscriptionId },
  output: Subscription,
  problems: [NoSuchSubscription],
})
