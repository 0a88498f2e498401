import { service } from '../define.ts'
import * as clients from './clients/index.ts'
import { TrustPublished } from './events.ts'
import * as signingKeys from './signing-keys/index.ts'

export * from './clients/index.ts'
export * from './events.ts'
export * from './signing-keys/index.ts'

export const operations = [...clients.operations, ...signingKeys.operations] as const
export const events = [...clients.events, ...signingKeys.events, TrustPublished] as const

export const identity = service('identity', {
  summary: 'Machine clients, the tokens that they get, and the keys that sign them',
  operations,
  events,
})
