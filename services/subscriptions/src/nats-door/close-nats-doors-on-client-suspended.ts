import { ClientSuspended } from '@nlc/contracts/identity'
import { NatsDoorClosed } from '@nlc/contracts/subscriptions'
import { react } from '@nlc/runtime'
import { closeDoor } from './close-door.ts'
import { NatsDoor } from './nats-door.ts'

/** Its tokens are void, and so are its credentials. Reinstated, it opens its doors again, behind the number that it has. */
export const closeNatsDoorsOnClientSuspended = react(
  'subscriptions.close-nats-doors-on-client-suspended',
  { on: ClientSuspended, emits: [NatsDoorClosed] },
  async ({ clientId }, change) => {
    const doors = await change.em.find(NatsDoor, { clientId, state: ['opening', 'open'] })
    for (const door of doors) await closeDoor(door, 'client-suspended', change)
  },
)
