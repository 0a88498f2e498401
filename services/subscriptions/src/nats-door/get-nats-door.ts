import { GetNatsDoor, NoSuchNatsDoor, NoSuchSubscription } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { shownNatsDoor } from './shown-nats-door.ts'
import { subscriptionOfCaller } from './subscription-of-caller.ts'

export const getNatsDoor = (settings: () => Settings) =>
  handle(GetNatsDoor, async ({ subscriptionId }, { sql, caller, fail }) => {
    if (!(await subscriptionOfCaller(sql, subscriptionId, caller))) fail(NoSuchSubscription)
    return (await shownNatsDoor(sql, subscriptionId, settings().natsDoor)) ?? fail(NoSuchNatsDoor)
  })
