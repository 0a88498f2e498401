import Type from 'typebox'
import { event } from '../../define.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { SubscriptionFilter, SubscriptionId } from './model.ts'

const about = { subscription: 'subscriptionId' } as const
const subscription = { subscriptionId: SubscriptionId, clientId: ClientId }

export const SubscriptionMade = event('subscriptions.subscription-made', {
  summary: 'A client subscribed.',
  about,
  data: { ...subscription, filter: SubscriptionFilter },
})
export const SubscriptionChanged = event('subscriptions.subscription-changed', {
  summary: 'A subscription has another name or filter.',
  about,
  data: { ...subscription, filter: SubscriptionFilter },
})
export const SubscriptionPaused = event('subscriptions.subscription-paused', {
  summary: 'A subscription was paused by its owner: its mailbox goes on, nothing is pushed.',
  about,
  data: subscription,
})
export const SubscriptionResumed = event('subscriptions.subscription-resumed', {
  summary: 'A paused subscription goes on from where it stopped.',
  about,
  data: subscription,
})
export const SubscriptionEnded = event('subscriptions.subscription-ended', {
  summary: 'A subscription ended: its mailbox gets no more messages and cannot be read.',
  about,
  data: subscription,
})

/** `scope`: a client's id, or `*` for all delivery. */
const delivery = { scope: Type.String({ minLength: 1, maxLength: 100 }) }
export const DeliveryWasSuspended = event('subscriptions.delivery-suspended', {
  summary: 'The national body suspended the delivery to one client, or all delivery.',
  about: { delivery: 'scope' },
  data: delivery,
})
export const DeliveryWasResumed = event('subscriptions.delivery-resumed', {
  summary: 'Delivery that was suspended goes on from where it stopped.',
  about: { delivery: 'scope' },
  data: delivery,
})
