import { sql } from 'kysely'
import type { Sql } from './handle.ts'

/**
 * A gate is the name of what a rule spans: two who change what is behind one gate wait for each other until their transactions end, so
 * that what is summed or compared is all that is there.
 *
 * Those `alone` are for one at a time; those `together` let others in that ask so too. Always in one order, so that none wait in a ring.
 */
export async function passGates(
  db: Sql,
  { alone, together = [] }: { alone: readonly string[]; together?: readonly string[] },
): Promise<void> {
  const keys = [...new Set(alone), ...new Set(together.filter((key) => !alone.includes(key)))]
  if (keys.length === 0) return
  await sql`
    select case when k.key = any (${[...alone]}::text[])
      then pg_advisory_xact_lock(hashtextextended(k.key, 0))::text else pg_advisory_xact_lock_shared(hashtextextended(k.key, 0))::text end
    from (select key from unnest(${keys}::text[]) key order by key offset 0) k`.execute(db)
}
