import type { EntityManager } from '@mikro-orm/postgresql'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockNetwork } from '../networks/lock-network.ts'
import type { Network } from '../networks/network.ts'
import { Agreement } from './agreement.ts'

/** An agreement for changing it, behind its network's gate. */
export async function lockAgreement(
  em: EntityManager,
  db: Sql,
  agreementId: string,
): Promise<{ network: Network; agreement: Agreement } | undefined> {
  const { rows } = await sql<{
    id: string
    networkId: string
  }>`select id, network_id as "networkId" from agreement where id = ${agreementId}`.execute(db)
  const [found] = rows
  if (!found) return undefined
  const network = await lockNetwork(em, found.networkId)
  return { network: network!, agreement: await em.findOneOrFail(Agreement, { id: found.id }) }
}
