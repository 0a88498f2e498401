import { LookUpPeople } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesPerson } from '../standing.ts'
import { selectPeople, shownPerson } from './shown-person.ts'

export const lookUpPeople = handle(LookUpPeople, async ({ personIds }, { sql: db, caller, today }) => {
  const { rows: seen } = await sql<{ id: string; kept: string }>`
    select a.id, a.kept from (select id, coalesce(merged_into, id) as kept from person where id = any (${personIds}::uuid[])) a
    where ${seesPerson(caller, sql.ref('a.kept'), today)}`.execute(db)
  const { rows } = await sql<Parameters<typeof shownPerson>[0]>`
    ${selectPeople} where p.id = any (${seen.map(({ kept }) => kept)}::uuid[]) order by p.id`.execute(db)
  const found = new Set(seen.map(({ id }) => id))
  return {
    items: rows.map(shownPerson),
    merged: seen.filter(({ id, kept }) => id !== kept).map(({ id, kept }) => ({ personId: id, intoPersonId: kept })),
    // As they were sent: the database writes ids in lower case.
    notFound: personIds.filter((id) => !found.has(id.toLowerCase())),
  }
})
