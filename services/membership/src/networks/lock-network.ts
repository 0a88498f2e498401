import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { Network } from './network.ts'

/**
 * The network, for changing it or what belongs to it. Its row is the gate of its co-leaders, agreements and members: who
 * changes one of them waits here for who came first, so that rules over all of them are asked of what is there.
 */
export const lockNetwork = (em: EntityManager, id: string): Promise<Network | null> =>
  em.findOne(Network, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
