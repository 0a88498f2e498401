/** A portfolio follows its person: into another record where two are merged; and what they wrote goes when they are erased. */
import { PersonErased, PersonMerged } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'

export const followPersonOnPersonTold = [
  react('recognition.unite-portfolios', { on: PersonMerged }, async ({ personId, intoPersonId }, { sql: db }) => {
    const kept = (await resolvePerson(db, intoPersonId)) ?? intoPersonId
    await sql`
      update portfolio set version = version + 1, person_id = ${kept}, coach_id = nullif(coach_id, ${kept}::uuid) where person_id = ${personId}::uuid`.execute(
      db,
    )
    await sql`
      update portfolio set version = version + 1, coach_id = nullif(${kept}::uuid, person_id) where coach_id = ${personId}::uuid`.execute(
      db,
    )
    await sql`update attestation set coach_id = ${kept} where coach_id = ${personId}::uuid`.execute(db)
  }),
  react('recognition.erase-portfolios', { on: PersonErased }, async ({ personId }, { sql: db }) => {
    const own = sql`(select id from portfolio where person_id = ${personId}::uuid)`
    await sql`delete from evidence where portfolio_id in ${own}`.execute(db)
    await sql`delete from attestation where portfolio_id in ${own} or coach_id = ${personId}::uuid`.execute(db)
    await sql`delete from portfolio where person_id = ${personId}::uuid`.execute(db)
    await sql`update portfolio set version = version + 1, coach_id = null where coach_id = ${personId}::uuid`.execute(db)
  }),
] as const
