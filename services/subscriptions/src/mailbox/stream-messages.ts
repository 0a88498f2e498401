import {
  DeliverySuspended,
  MessagesExpired,
  NoSuchSubscription,
  StreamMessages,
  SubscriptionNotInState,
} from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { readOwn } from '../subscriptions/read-subscription.ts'
import type { SubscriptionState } from '../subscriptions/subscription.ts'
import { MessageStream } from './message-stream.ts'
import { startAfter } from './readable.ts'

const needed: SubscriptionState[] = ['pending-verification', 'active', 'degraded', 'disabled']

export const streamMessages = (issuer: () => string) =>
  handle(StreamMessages, async ({ subscriptionId, afterNumber }, { sql: db, caller, fail, ending }) => {
    const subscription = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    const { id, state, suspended, firstNumber } = subscription
    if (!needed.includes(state)) fail(SubscriptionNotInState, { state, needed })
    if (suspended) fail(DeliverySuspended)
    const start = startAfter(subscription, afterNumber)
    if (start === 'expired') return fail(MessagesExpired, { firstNumber })
    return new MessageStream({ db, issuer: issuer(), subscriptionId: id, after: start, ending })
  })
