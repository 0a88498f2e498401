import { NoSuchSubscription, ResumeSubscription, SubscriptionNotInState, SubscriptionResumed } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { showState } from '../webhooks/show-state.ts'
import { loadOwn } from './load-own.ts'
import { readSubscription } from './read-subscription.ts'
import type { SubscriptionState } from './subscription.ts'

const needed: SubscriptionState[] = ['paused']

export const resumeSubscription = handle(
  ResumeSubscription,
  async ({ subscriptionId }, { em, sql: db, caller, now, emit, afterCommit, fail, checkVersion }) => {
    const subscription = (await loadOwn(em, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    checkVersion(subscription)
    const { id, clientId, state } = subscription
    if (!needed.includes(state)) fail(SubscriptionNotInState, { state, needed })
    subscription.becomes('active', now)
    await em.flush()
    await showState(db, id)
    emit(SubscriptionResumed, { subscriptionId: id, clientId })
    afterCommit(() => mailboxGrew(id))
    return (await readSubscription(db, id))!
  },
)
