import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** URNs of the schools for which a person may sign on a day: looked for where the person works, governs or was delegated. */
export async function schoolsSignedBy(db: Sql, personId: string, day: string): Promise<string[]> {
  const { rows } = await sql<{ urn: string }>`
    with place as (
      select urn, group_id from person_place where person_id = ${personId} and ${day}::date between first_day and coalesce(last_day, 'infinity')
      union
      select urn, group_id from delegation where person_id = ${personId} and ${day}::date between first_day and coalesce(last_day, 'infinity')),
    candidate as (
      select urn from place where urn is not null
      union
      select g.urn from place join group_school g using (group_id) where ${day}::date between g.first_day and coalesce(g.last_day, 'infinity'))
    select c.urn from candidate c
    where exists (select from school_signatories(c.urn, ${day}::date) s where s.person_id = ${personId}) order by c.urn`.execute(db)
  return rows.map(({ urn }) => urn)
}
