/** All that subscriptions can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'

export * from './duties/index.ts'
export * from './explanations/index.ts'
export * from './mailbox/index.ts'
export * from './nats-door/index.ts'
export * from './snapshots/index.ts'
export * from './subscriptions/index.ts'

export const operations = [...operating('subscriptions').operations] as const

export const events = [] as const

export const subscriptions = service('subscriptions', {
  summary: 'What outside systems subscribe to, and its delivery: a numbered mailbox for each, read through three doors.',
  operations,
  events,
})
