import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionChanged } from './events.ts'
import { Subscription, SubscriptionFilter, SubscriptionId, SubscriptionName } from './model.ts'
import { NoSuchSubscription, SubscriptionNotInState, UnknownInFilter } from './problems.ts'

export const ChangeSubscription = command('subscriptions.change-subscription', {
  summary: "Change a subscription's name or filter",
  description:
    'A filter replaces the whole of the one before. What it newly lets in is reported; what it no longer lets in is not mentioned again.',
  needs: 'subscriptions:write',
  http: 'PATCH /v1/subscriptions/:subscriptionId',
  input: { subscriptionId: SubscriptionId, name: Type.Optional(SubscriptionName), filter: Type.Optional(SubscriptionFilter) },
  output: Subscription,
  emits: [SubscriptionChanged],
  problems: [NoSuchSubscription, SubscriptionNotInState, UnknownInFilter],
  ifMatch: true,
})
