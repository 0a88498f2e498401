/** All that subscriptions can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as duties from './duties/index.ts'
import * as explanations from './explanations/index.ts'
import * as mailbox from './mailbox/index.ts'
import * as natsDoor from './nats-door/index.ts'
import * as snapshots from './snapshots/index.ts'
import * as ownSubscriptions from './subscriptions/index.ts'
import * as webhooks from './webhooks/index.ts'

export * from './duties/index.ts'
export * from './explanations/index.ts'
export * from './mailbox/index.ts'
export * from './nats-door/index.ts'
export * from './snapshots/index.ts'
export * from './subscriptions/index.ts'
export * from './webhooks/index.ts'

export const operations = [
  ...ownSubscriptions.operations,
  ...mailbox.operations,
  ...natsDoor.operations,
  ...snapshots.operations,
  ...duties.operations,
  ...explanations.operations,
  ...webhooks.operations,
  ...operating('subscriptions').operations,
] as const

export const events = [
  ...ownSubscriptions.events,
  ...mailbox.events,
  ...natsDoor.events,
  ...snapshots.events,
  ...duties.events,
  ...explanations.events,
  ...webhooks.events,
] as const

export const subscriptions = service('subscriptions', {
  summary: 'What outside systems subscribe to, and its delivery: a numbered mailbox for each, read through three doors.',
  operations,
  events,
})
