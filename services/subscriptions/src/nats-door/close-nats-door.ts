import { CloseNatsDoor, NatsDoorNotOpen, NoSuchNatsDoor, NoSuchSubscription } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { closeDoor } from './close-door.ts'
import { NatsDoor } from './nats-door.ts'
import { shownNatsDoor } from './shown-nats-door.ts'
import { subscriptionOfCaller } from './subscription-of-caller.ts'

export const closeNatsDoor = (settings: () => Settings) =>
  handle(CloseNatsDoor, async ({ subscriptionId }, change) => {
    const { em, sql, caller, fail, checkVersion } = change
    const { clientId } = (await subscriptionOfCaller(sql, subscriptionId, caller)) ?? fail(NoSuchSubscription)
    const door = (await em.findOne(NatsDoor, subscriptionId)) ?? fail(NoSuchNatsDoor)
    checkVersion(door)
    if (!door.isOpen()) fail(NatsDoorNotOpen, { state: door.state })
    await closeDoor(door, caller.client === clientId ? 'by-owner' : 'by-national-body', change)
    return (await shownNatsDoor(sql, subscriptionId, settings().natsDoor))!
  })
