import {
  BeyondLastNumber,
  ClientAlone,
  NatsDoorNotOffered,
  NatsDoorOpen,
  NatsDoorOpened,
  NoSuchSubscription,
  OpenNatsDoor,
  SubscriptionNotInState,
} from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { newCredential } from './nats-credential.ts'
import { NatsDoor } from './nats-door.ts'
import { shownNatsDoor } from './shown-nats-door.ts'
import { subscriptionOfCaller } from './subscription-of-caller.ts'

export const openNatsDoor = (settings: () => Settings) =>
  handle(
    OpenNatsDoor,
    async ({ subscriptionId, afterNumber = 0 }, { em, sql, caller, now, emit, fail, afterCommit }) => {
      const subscription = (await subscriptionOfCaller(sql, subscriptionId, caller, { ownerAlone: true })) ?? fail(NoSuchSubscription)
      if (caller.person !== undefined) fail(ClientAlone)
      const natsDoor = settings().natsDoor ?? fail(NatsDoorNotOffered)
      const { clientId, state, lastNumber } = subscription
      if (state === 'ended')
        fail(SubscriptionNotInState, { state, needed: ['pending-verification', 'active', 'degraded', 'disabled', 'paused'] })
      if (afterNumber > lastNumber) fail(BeyondLastNumber, { lastNumber })

      const known = await em.findOne(NatsDoor, subscriptionId)
      if (known && known.state !== 'closed') fail(NatsDoorOpen)
      const door = known ?? NatsDoor.of(subscriptionId, clientId)
      door.open(afterNumber, now)
      em.persist(door)
      await em.flush()
      const { credential, file } = await newCredential(natsDoor, door)
      em.persist(credential)
      await em.flush()
      emit(NatsDoorOpened, { subscriptionId, clientId, credentialId: credential.id, expiresAt: credential.expiresAt })
      afterCommit(() => mailboxGrew(subscriptionId))
      return { ...(await shownNatsDoor(sql, subscriptionId, natsDoor))!, credentialsFile: file }
    },
    { constraints: { nats_door_pkey: NatsDoorOpen } },
  )
