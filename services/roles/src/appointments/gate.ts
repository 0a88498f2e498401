import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/**
 * What a rule spans: two who change what is behind one gate wait for each other until their transactions end, so that sums are made,
 * and what is heard of a person or a school is matched, over all that is there.
 */
export const gates = {
  person: (personId: string) => `person ${personId}`,
  network: (networkId: string) => `network ${networkId}`,
  school: (urn: string) => `school ${urn}`,
  role: (networkId: string, roleCode: string, subject: string | null) => `role ${networkId} ${roleCode} ${subject ?? ''}`,
}

/** Those `alone` are for one at a time; those `together` let others in that ask so too. Always in one order, so that none wait in a ring. */
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
