import { event } from '../../define.ts'
import { Id, Instant } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NatsDoorCloseReason } from './model.ts'

const about = { 'nats-door': 'subscriptionId' } as const
const door = { subscriptionId: SubscriptionId, clientId: ClientId }

export const NatsDoorOpened = event('subscriptions.nats-door-opened', {
  summary: 'A subscription can be read over NATS.',
  about,
  data: { ...door, credentialId: Id, expiresAt: Instant },
})
export const NatsCredentialsRotated = event('subscriptions.nats-credentials-rotated', {
  summary: 'A NATS door got new credentials; the old ones end with the overlap.',
  about,
  data: { ...door, credentialId: Id, expiresAt: Instant, oldEndAt: Instant },
})
export const NatsDoorClosed = event('subscriptions.nats-door-closed', {
  summary: 'A NATS door was closed: within seconds its credentials are void.',
  about,
  data: { ...door, reason: NatsDoorCloseReason },
})
