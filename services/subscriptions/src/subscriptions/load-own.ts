import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import type { Caller } from '@nlc/runtime'
import { isOwner } from '../standing.ts'
import { Subscription } from './subscription.ts'

/** The caller's own, locked until the end of the transaction: who tells of something waits, and finds it as it is then. */
export async function loadOwn(em: EntityManager, caller: Caller, id: string): Promise<Subscription | undefined> {
  const subscription = await em.findOne(Subscription, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  return subscription && isOwner(caller, subscription) ? subscription : undefined
}
