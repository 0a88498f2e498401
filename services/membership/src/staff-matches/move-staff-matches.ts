import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** References go with the people to the school that carries the other on, but where it has the reference or the person already. */
export async function moveStaffMatches(db: Sql, { urn, successorUrn }: { urn: string; successorUrn: string }): Promise<void> {
  await sql`
    update staff_match m set urn = ${successorUrn}, version = version + 1, updated_at = now()
    where urn = ${urn} and not exists (
      select from staff_match t where t.urn = ${successorUrn} and t.client_id = m.client_id
        and (t.recipient_ref = m.recipient_ref or t.person_id = m.person_id))`.execute(db)
}
