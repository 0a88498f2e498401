import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionMade } from './events.ts'
import { Subscription, SubscriptionFilter, SubscriptionName } from './model.ts'
import { ClientAlone, TooManySubscriptions, UnknownInFilter } from './problems.ts'

export const CreateSubscription = command('subscriptions.create-subscription', {
  summary: 'Subscribe to what schools share with you',
  description:
    'It gets a mailbox of its own. All current appointments that it may see come first, as `appointment.reported`; then every change, as it is decided.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions',
  input: { name: SubscriptionName, filter: Type.Optional(SubscriptionFilter) },
  output: Subscription,
  emits: [SubscriptionMade],
  problems: [ClientAlone, UnknownInFilter, TooManySubscriptions],
})
