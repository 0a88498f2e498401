import { NoSuchSubscription, PauseSubscription, SubscriptionNotInState, SubscriptionPaused } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { loadOwn } from './load-own.ts'
import { readSubscription } from './read-subscription.ts'
import type { SubscriptionState } from './subscription.ts'

const needed: SubscriptionState[] = ['pending-verification', 'active', 'degraded', 'disabled']

export const pauseSubscription = handle(
  PauseSubscription,
  async ({ subscriptionId }, { em, sql: db, caller, now, emit, afterCommit, fail, checkVersion }) => {
    const subscription = (await loadOwn(em, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    checkVersion(subscription)
    const { id, clientId, state } = subscription
    if (!needed.includes(state)) fail(SubscriptionNotInState, { state, needed })
    subscription.becomes('paused', now)
    await em.flush()
    emit(SubscriptionPaused, { subscriptionId: id, clientId })
    afterCommit(() => mailboxGrew(id))
    return (await readSubscription(db, id))!
  },
)
