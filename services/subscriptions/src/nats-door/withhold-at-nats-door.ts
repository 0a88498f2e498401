/**
 * For the closing of doors when sharing ends. In the transaction that withholds messages, `withholdAtNatsDoor`; the client's doors are
 * closed once `isWithheldAtNatsDoor` says so: until then, a message with content may lie where a vendor can pull it.
 */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/**
 * All that lies there unread is taken back, and comes again as it is now: withheld, or as it was. Nudge with `mailboxGrew` once it is
 * committed.
 */
export async function withholdAtNatsDoor(db: Sql, clientId: string): Promise<void> {
  await sql`update nats_door set recall = true where client_id = ${clientId} and state <> 'closed' and not recall`.execute(db)
}

export async function isWithheldAtNatsDoor(db: Sql, clientId: string): Promise<boolean> {
  const { rows } = await sql`
    select from nats_door where client_id = ${clientId} and state <> 'closed' and (recall or purge) limit 1`.execute(db)
  return rows.length === 0
}
