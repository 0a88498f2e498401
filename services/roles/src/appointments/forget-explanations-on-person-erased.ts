import { PersonErased } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

/** What was said of them in words is forgotten; ids, codes and days stay. */
export const forgetExplanationsOnPersonErased = react(
  'roles.forget-explanations',
  { on: PersonErased },
  async ({ personId }, { sql: db }) => {
    await sql`
      update appointment_note n set explanation = null from appointment a
      where a.id = n.appointment_id and a.person_id = ${personId}::uuid and n.explanation is not null`.execute(db)
  },
)
