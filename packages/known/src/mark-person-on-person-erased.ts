import { PersonErased } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { knowPerson } from './known-person.ts'

export const markPersonOnPersonErased = react('known.mark-person-erased', { on: PersonErased }, async ({ personId }, { sql: db }) => {
  await knowPerson(db, personId)
  await sql`update known_person set erased = true where id = ${personId}`.execute(db)
})
