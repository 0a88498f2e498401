/** Who sees an agreement. `a` is the agreement. */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { schoolsSignedBy } from '../networks/schools-signed-by.ts'
import { actingPerson } from '../standing.ts'

/** The national body and the network's co-leaders; once it is issued, who signs for a school that it names. */
export async function maySee(db: Sql, caller: Caller, today: string): Promise<RawBuilder<boolean>> {
  if (isNationalBody(caller)) return sql`true`
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return sql`false`
  return sql`(
    exists (
      select from network_co_leader cl join person p on p.id = cl.person_id
      where cl.network_id = a.network_id and coalesce(p.merged_into, p.id) = ${personId}
        and ${today}::date between cl.first_day and coalesce(cl.last_day, 'infinity'))
    or (a.issued_at is not null and exists (
      select from agreement_party p where p.agreement_id = a.id and p.urn = any(${await schoolsSignedBy(db, personId, today)}::text[]))))`
}
