import Type from 'typebox'
import { event } from '../../define.ts'
import { Instant } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { MessageNumber } from '../mailbox/model.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { DeliveryOutcome, WebhookKeyKind } from './model.ts'

// URLs stay here: what follows their question mark may be the receiver's secret.
const about = { webhook: 'subscriptionId' } as const
const webhook = { subscriptionId: SubscriptionId, clientId: ClientId }

export const WebhookRegistered = event('subscriptions.webhook-registered', {
  summary: 'A webhook was registered. Nothing is delivered until the receiver has echoed the challenge.',
  about,
  data: webhook,
})
export const WebhookChanged = event('subscriptions.webhook-changed', {
  summary: 'A webhook has another URL, which is to be verified anew, or another rate.',
  about,
  data: { ...webhook, verifiesAnew: Type.Boolean() },
})
export const WebhookVerified = event('subscriptions.webhook-verified', {
  summary: "A webhook's receiver echoed the challenge: delivery begins, or goes on.",
  about,
  data: webhook,
})
export const WebhookChallengeFailed = event('subscriptions.webhook-challenge-failed', {
  summary: 'A webhook was not verified: its receiver did not echo the challenge in five tries. Its owner can ask again.',
  about,
  data: { ...webhook, outcome: DeliveryOutcome },
})
export const WebhookDegraded = event('subscriptions.webhook-degraded', {
  summary: 'Deliveries to a webhook fail. They are tried again.',
  about,
  data: { ...webhook, number: Type.Optional(MessageNumber), outcome: DeliveryOutcome },
})
export const WebhookRecovered = event('subscriptions.webhook-recovered', {
  summary: 'A webhook takes deliveries again.',
  about,
  data: webhook,
})
export const WebhookDisabled = event('subscriptions.webhook-disabled', {
  summary: 'A webhook was given up: a message failed ten times, or the receiver says that it is gone. It keeps its place.',
  about,
  data: { ...webhook, reason: Type.Enum(['given-up', 'gone']), number: Type.Optional(MessageNumber), outcome: DeliveryOutcome },
})
export const WebhookResumed = event('subscriptions.webhook-resumed', {
  summary: 'A webhook that was disabled goes on from where it stopped.',
  about,
  data: { ...webhook, afterNumber: Type.Integer({ minimum: 0 }) },
})
export const WebhookRemoved = event('subscriptions.webhook-removed', {
  summary: 'A subscription has no webhook any more.',
  about,
  data: webhook,
})
export const WebhookKeyRotated = event('subscriptions.webhook-key-rotated', {
  summary: 'Deliveries are signed with a new key; with the old one, too, until the instant named.',
  about,
  data: { ...webhook, kind: WebhookKeyKind, oldEndsAt: Instant },
})
