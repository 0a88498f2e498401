import {
  ClientAlone,
  NatsCredentialsRotated,
  NatsDoorNotOffered,
  NatsDoorNotOpen,
  NoSuchNatsDoor,
  NoSuchSubscription,
  RotateNatsCredentials,
  TwoCredentialsLive,
} from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { NatsCredential, newCredential } from './nats-credential.ts'
import { NatsDoor } from './nats-door.ts'
import { shownNatsDoor } from './shown-nats-door.ts'
import { subscriptionOfCaller } from './subscription-of-caller.ts'

const defaultOverlapHours = 24

export const rotateNatsCredentials = (settings: () => Settings) =>
  handle(
    RotateNatsCredentials,
    async ({ subscriptionId, overlapHours = defaultOverlapHours }, { em, sql, caller, emit, fail, checkVersion, afterCommit }) => {
      const { clientId } = (await subscriptionOfCaller(sql, subscriptionId, caller, { ownerAlone: true })) ?? fail(NoSuchSubscription)
      if (caller.person !== undefined) fail(ClientAlone)
      const door = (await em.findOne(NatsDoor, subscriptionId)) ?? fail(NoSuchNatsDoor)
      checkVersion(door)
      const natsDoor = settings().natsDoor ?? fail(NatsDoorNotOffered)
      if (!door.isOpen()) fail(NatsDoorNotOpen, { state: door.state })

      // A credential's life is real time, as that of the token in it.
      const at = new Date()
      const live = (await em.find(NatsCredential, { subscriptionId })).filter((credential) => credential.isLiveAt(at))
      const ending = live.find(({ endsAt }) => endsAt !== null)
      if (ending?.endsAt && overlapHours > 0) fail(TwoCredentialsLive, { olderEndAt: ending.endsAt.toISOString() })

      const { credential, file } = await newCredential(natsDoor, door)
      const oldEndAt = new Date(at.getTime() + overlapHours * 3_600_000)
      for (const old of live) old.endAt(oldEndAt)
      em.persist(credential)
      door.rotated()
      await em.flush()
      emit(NatsCredentialsRotated, { subscriptionId, clientId, credentialId: credential.id, expiresAt: credential.expiresAt, oldEndAt })
      afterCommit(() => mailboxGrew(subscriptionId))
      return { ...(await shownNatsDoor(sql, subscriptionId, natsDoor))!, credentialsFile: file }
    },
  )
