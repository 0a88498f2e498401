import { DeliverySuspended, MessagesExpired, NoSuchSubscription, ReadMessages, SubscriptionNotInState } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { readOwn } from '../subscriptions/read-subscription.ts'
import { cloudEvent } from './cloud-event.ts'
import { messagesAfter, numberBefore, readableStates, startAfter } from './readable.ts'

export const readMessages = (issuer: () => string) =>
  handle(ReadMessages, async ({ subscriptionId, afterNumber, since, limit = 100 }, { sql: db, caller, now, fail }) => {
    const subscription = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    const { id, state, suspended, firstNumber, lastNumber } = subscription
    if (!readableStates.includes(state)) fail(SubscriptionNotInState, { state, needed: readableStates })
    if (suspended) fail(DeliverySuspended)
    const byTime = since === undefined ? undefined : await numberBefore(db, subscription, new Date(since), now)
    const byNumber = startAfter(subscription, afterNumber)
    if (byTime === 'expired' || byNumber === 'expired') return fail(MessagesExpired, { firstNumber })
    const messages = await messagesAfter(db, id, Math.max(byTime ?? 0, byNumber), limit)
    return {
      items: messages.map((message) => cloudEvent(message, issuer())),
      firstNumber,
      lastNumber: Math.max(lastNumber, messages.at(-1)?.number ?? 0),
    }
  })
