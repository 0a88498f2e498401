import { GetSubscription, NoSuchSubscription } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { maySee } from '../standing.ts'
import { readSubscription } from './read-subscription.ts'

export const getSubscription = handle(GetSubscription, async ({ subscriptionId }, { sql: db, caller, fail }) => {
  const subscription = (await readSubscription(db, subscriptionId)) ?? fail(NoSuchSubscription)
  if (!maySee(caller, subscription)) fail(NoSuchSubscription)
  return subscription
})
