import { PersonErased } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

/** What was written by or about the person, also as it was known before. */
export const eraseNotesOnPersonErased = react('roles.erase-notes', { on: PersonErased }, async ({ personId }, { sql: db }) => {
  const theirs = sql`person_id in (select id from known_person where id = ${personId} or merged_into = ${personId})`
  await sql`update role_interest set note = null where note is not null and ${theirs}`.execute(db)
  await sql`update role_interest_history set note = null where note is not null and ${theirs}`.execute(db)
})
