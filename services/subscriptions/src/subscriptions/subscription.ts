import { defineEntity, p } from '@mikro-orm/core'
import type { Filter } from '../mailbox/filter.ts'

export type SubscriptionState = 'pending-verification' | 'active' | 'degraded' | 'disabled' | 'paused' | 'ended'

const SubscriptionSchema = defineEntity({
  name: 'Subscription',
  tableName: 'subscription',
  properties: {
    id: p.uuid().primary(),
    clientId: p.string(),
    name: p.string(),
    state: p.string().$type<SubscriptionState>(),
    filter: p.json<Filter>(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
})

/** Its numbers are not here: they move with each message, and no version with them. */
export class Subscription extends SubscriptionSchema.class {
  change({ name, filter }: { name?: string | undefined; filter?: Filter | undefined }, now: Date): void {
    if (name !== undefined) this.name = name
    if (filter !== undefined) this.filter = filter
    this.updatedAt = now
  }

  becomes(state: SubscriptionState, now: Date): void {
    this.state = state
    this.updatedAt = now
  }
}
SubscriptionSchema.setClass(Subscription)

/** A client has one mailbox for each use; more are a mistake in a loop. */
export const mostSubscriptions = 50
