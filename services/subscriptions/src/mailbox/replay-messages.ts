import { MessagesExpired, NoSuchSubscription, NothingToReplay, ReplayMessages, SubscriptionNotInState } from '@nlc/contracts/subscriptions'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { readOwn } from '../subscriptions/read-subscription.ts'
import { mailboxGrew } from './mailbox-grew.ts'
import { numberBefore, readableStates } from './readable.ts'

/** Notes what a door is to send again; the door does it, besides what is new. Nothing in the mailbox moves. */
export const replayMessages = handle(
  ReplayMessages,
  async ({ subscriptionId, door, fromNumber, since, toNumber }, { sql: db, caller, now, afterCommit, fail }) => {
    const subscription = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    const { id: ofSubscription, state, firstNumber, lastNumber } = subscription
    if (!readableStates.includes(state)) fail(SubscriptionNotInState, { state, needed: readableStates })
    const byTime = since === undefined ? undefined : await numberBefore(db, subscription, new Date(since), now)
    if (byTime === 'expired' || (fromNumber !== undefined && fromNumber < firstNumber)) return fail(MessagesExpired, { firstNumber })
    const from = Math.max(fromNumber ?? firstNumber, (byTime ?? 0) + 1)
    const to = Math.min(toNumber ?? lastNumber, lastNumber)
    if (from > to) fail(NothingToReplay)

    const id = newId()
    await sql`
      insert into replay (id, subscription_id, door, from_number, to_number, sent_number)
      values (${id}, ${ofSubscription}, ${door}, ${from}, ${to}, ${from - 1})`.execute(db)
    afterCommit(() => mailboxGrew(ofSubscription))
    return { id, door, fromNumber: from, toNumber: to, askedAt: now }
  },
)
