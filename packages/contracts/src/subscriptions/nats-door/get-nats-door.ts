import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription } from '../subscriptions/problems.ts'
import { NatsDoor } from './model.ts'
import { NoSuchNatsDoor } from './problems.ts'

export const GetNatsDoor = query('subscriptions.get-nats-door', {
  summary: "Get a subscription's NATS door",
  description: 'By its owner, or the national body.',
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions/:subscriptionId/nats-door',
  input: { subscriptionId: SubscriptionId },
  output: NatsDoor,
  problems: [NoSuchSubscription, NoSuchNatsDoor],
})
