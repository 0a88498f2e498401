import { PersonMerged } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'

/** Who took part under two records takes part once. */
export const uniteParticipantsOnPersonMerged = react(
  'scheduling.unite-participants',
  { on: PersonMerged },
  async ({ personId, intoPersonId }, { sql: db }) => {
    const kept = (await resolvePerson(db, intoPersonId)) ?? intoPersonId
    await sql`
      insert into shared_programme_participant (programme_id, person_id, cohort, enrolled_at)
      select programme_id, ${kept}, cohort, enrolled_at from shared_programme_participant where person_id = ${personId}::uuid
      on conflict do nothing`.execute(db)
    await sql`delete from shared_programme_participant where person_id = ${personId}::uuid`.execute(db)
    await sql`update activity set leader_id = ${kept} where leader_id = ${personId}::uuid`.execute(db)
    await sql`update learning_walk set lead_id = ${kept} where lead_id = ${personId}::uuid`.execute(db)
  },
)
