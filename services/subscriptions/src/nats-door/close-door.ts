import { NatsDoorClosed } from '@nlc/contracts/subscriptions'
import type { Change } from '@nlc/runtime'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { NatsCredential } from './nats-credential.ts'
import type { CloseReason, NatsDoor } from './nats-door.ts'

/** Decided here, carried out by `serve-nats-doors` within seconds. */
export async function closeDoor(
  door: NatsDoor,
  reason: CloseReason,
  { em, emit, afterCommit }: Pick<Change<typeof NatsDoorClosed>, 'em' | 'emit' | 'afterCommit'>,
): Promise<void> {
  const { subscriptionId, clientId } = door
  door.close(reason)
  const at = new Date()
  for (const credential of await em.find(NatsCredential, { subscriptionId })) if (credential.isLiveAt(at)) credential.endAt(at)
  await em.flush()
  emit(NatsDoorClosed, { subscriptionId, clientId, reason })
  afterCommit(() => mailboxGrew(subscriptionId))
}
