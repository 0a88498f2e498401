import { EndSubscription, NoSuchSubscription, SubscriptionEnded, SubscriptionNotInState } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { loadOwn } from './load-own.ts'
import { readSubscription } from './read-subscription.ts'
import type { SubscriptionState } from './subscription.ts'

const needed: SubscriptionState[] = ['pending-verification', 'active', 'degraded', 'disabled', 'paused']

export const endSubscription = handle(
  EndSubscription,
  async ({ subscriptionId }, { em, sql: db, caller, now, emit, afterCommit, fail, checkVersion }) => {
    const subscription = (await loadOwn(em, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    checkVersion(subscription)
    const { id, clientId, state } = subscription
    if (!needed.includes(state)) fail(SubscriptionNotInState, { state, needed })
    subscription.becomes('ended', now)
    await em.flush()
    await sql`delete from appointment_in_view where subscription_id = ${id}`.execute(db)
    await sql`delete from held_message where subscription_id = ${id}`.execute(db)
    await sql`delete from snapshot where subscription_id = ${id}`.execute(db)
    emit(SubscriptionEnded, { subscriptionId: id, clientId })
    afterCommit(() => mailboxGrew(id))
    return (await readSubscription(db, id))!
  },
)
