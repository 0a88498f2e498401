import { AcknowledgeMessages, BeyondLastNumber, NoSuchSubscription, SubscriptionNotInState } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readOwn, readSubscription } from '../subscriptions/read-subscription.ts'
import { readableStates } from './readable.ts'

export const acknowledgeMessages = handle(AcknowledgeMessages, async ({ subscriptionId, number }, { sql: db, caller, fail }) => {
  const { id, state, lastNumber } = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
  if (!readableStates.includes(state)) fail(SubscriptionNotInState, { state, needed: readableStates })
  if (number > lastNumber) fail(BeyondLastNumber, { lastNumber })
  await sql`update subscription set acknowledged_number = ${number} where id = ${id}`.execute(db)
  return (await readSubscription(db, id))!
})
