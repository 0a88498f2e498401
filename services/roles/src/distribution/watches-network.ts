import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayManageNetwork } from '../standing.ts'

/** The network is there, and the caller is one of its co-leaders, or the national body. */
export async function watchesNetwork(db: Sql, caller: Caller, today: string, networkId: string): Promise<boolean> {
  const { rows } = await sql`select from known_network where id = ${networkId}::uuid`.execute(db)
  return rows.length > 0 && (await mayManageNetwork(db, caller, today, networkId))
}
