/** Who writes an application, and who reads it. `a` is the application. */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { schoolsSignedBy } from '../networks/schools-signed-by.ts'
import { actingPerson } from '../standing.ts'

const isWriter = (personId: string): RawBuilder<boolean> => sql`(
  exists (select from person p where p.id = a.applicant_id and coalesce(p.merged_into, p.id) = ${personId})
  or exists (
    select from jsonb_array_elements(a.co_leaders) c join person p on p.id = (c ->> 'personId')::uuid
    where coalesce(p.merged_into, p.id) = ${personId}))`

/** The applicant and the co-leaders whom they name. */
export async function mayWrite(db: Sql, caller: Caller, today: string): Promise<RawBuilder<boolean>> {
  const personId = await actingPerson(db, caller, today)
  return personId === undefined ? sql`false` : isWriter(personId)
}

/** Who may write it; once it was submitted, also the national body and who signs for one of its schools. */
export async function mayRead(db: Sql, caller: Caller, today: string): Promise<RawBuilder<boolean>> {
  if (isNationalBody(caller)) return sql`a.submitted_at is not null`
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return sql`false`
  return sql`(${isWriter(personId)} or (a.submitted_at is not null and a.schools && ${await schoolsSignedBy(db, personId, today)}::text[]))`
}
