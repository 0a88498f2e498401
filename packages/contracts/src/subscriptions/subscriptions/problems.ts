import Type from 'typebox'
import { problem } from '../../define.ts'
import { LaCode, Urn } from '../../formats.ts'
import { SubscriptionState } from './model.ts'

export const NoSuchSubscription = problem(404, 'no-such-subscription', 'There is no such subscription.')
export const ClientAlone = problem(403, 'client-alone', 'A subscription is a client’s own: use a token by which it acts for nobody.')
export const SubscriptionNotInState = problem(
  409,
  'subscription-not-in-state',
  'The subscription is in a state in which this cannot be done.',
  { state: SubscriptionState, needed: Type.Array(SubscriptionState) },
)
export const UnknownInFilter = problem(
  422,
  'unknown-in-filter',
  'The filter names schools, local authorities or networks that there are not: nothing would ever come.',
  { urns: Type.Array(Urn), laCodes: Type.Array(LaCode), networkIds: Type.Array(Type.String()) },
)
export const TooManySubscriptions = problem(409, 'too-many-subscriptions', 'The client has as many subscriptions as it may: end one.', {
  most: Type.Integer(),
})
export const SuspendedAlready = problem(409, 'delivery-suspended-already', 'Delivery is suspended already.')
export const NotSuspended = problem(409, 'delivery-not-suspended', 'Delivery is not suspended.')
