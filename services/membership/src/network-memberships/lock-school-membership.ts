import type { EntityManager } from '@mikro-orm/postgresql'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockNetwork } from '../networks/lock-network.ts'
import type { Network } from '../networks/network.ts'
import { SchoolMembership } from './school-membership.ts'

/** A school's membership for changing it, behind its network's gate. */
export async function lockSchoolMembership(
  em: EntityManager,
  db: Sql,
  membershipId: string,
): Promise<{ network: Network; membership: SchoolMembership } | undefined> {
  const { rows } = await sql<{
    id: string
    networkId: string
  }>`select id, network_id as "networkId" from network_school where id = ${membershipId}`.execute(db)
  const [found] = rows
  if (!found) return undefined
  const network = await lockNetwork(em, found.networkId)
  return { network: network!, membership: await em.findOneOrFail(SchoolMembership, { id: found.id }) }
}
