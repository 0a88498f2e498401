import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export const keptForDays = 7

export interface OwnSnapshot {
  readonly id: string
  readonly suspended: boolean
}

/** The caller's own, while it is kept. */
export async function ownSnapshot(db: Sql, caller: Caller, id: string): Promise<OwnSnapshot | undefined> {
  if (caller.person !== undefined) return undefined
  const { rows } = await sql<OwnSnapshot>`
    select n.id, exists (select from delivery_suspension d where d.client_id in (s.client_id, '*')) as suspended
    from snapshot n join subscription s on s.id = n.subscription_id
    where n.id = ${id} and s.client_id = ${caller.client} and s.state <> 'ended'`.execute(db)
  return rows[0]
}
