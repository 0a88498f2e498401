import { createHash } from 'node:crypto'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/**
 * Notes that a JWT was used; false where it had been before. One statement, so that of two requests with the same JWT at
 * the same moment one is refused.
 *
 * @param expires seconds since 1970, real time: when the JWT is dead by itself, and need not be remembered.
 */
export async function useOnce(db: Sql, issuer: string, jti: string, expires: number): Promise<boolean> {
  // Hashed together as JSON: whatever a client puts into them, it fits the index and cannot shift from one to the other.
  const id = createHash('sha256')
    .update(JSON.stringify([issuer, jti]))
    .digest()
  // Verifiers count whole seconds. By their clock, not the database's: else one that runs ahead would open a gap.
  const dead = Math.ceil(expires)
  const { rows } = await sql`
    insert into used_jwt as used (id, expires_at) values (${id}, to_timestamp(${dead}))
    on conflict (id) do update set expires_at = excluded.expires_at where used.expires_at <= ${new Date().toISOString()}::timestamptz
    returning true`.execute(db)
  return rows.length === 1
}

export async function forgetDead(db: Sql): Promise<void> {
  await sql`delete from used_jwt where expires_at < clock_timestamp() - interval '1 minute'`.execute(db)
}
