import { SchoolSucceeded } from '@nlc/contracts/membership'
import { SharedProgrammeCarriedOver } from '@nlc/contracts/scheduling'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { readProgramme, readProgrammes, saidOf } from './shared-programme.ts'

/** The successor takes the school's place in the round. */
export const carryOverProgrammesOnSchoolSucceeded = react(
  'scheduling.carry-over-shared-programmes',
  { on: SchoolSucceeded, emits: [SharedProgrammeCarriedOver] },
  async ({ urn, successorUrn }, { sql: db, emit }) => {
    const concerned = await readProgrammes(
      db,
      sql`where not p.ended and exists (select from shared_programme_school s where s.programme_id = p.id and s.urn = ${urn}) order by p.id for update`,
    )
    for (const { id } of concerned) {
      await sql`
        insert into shared_programme_school (programme_id, urn, since)
        select programme_id, ${successorUrn}, since from shared_programme_school where programme_id = ${id}::uuid and urn = ${urn}
        on conflict (programme_id, urn) do nothing`.execute(db)
      await sql`delete from shared_programme_school where programme_id = ${id}::uuid and urn = ${urn}`.execute(db)
      await sql`update shared_programme set version = version + 1 where id = ${id}::uuid`.execute(db)
      emit(SharedProgrammeCarriedOver, { ...saidOf(await readProgramme(db, id)), urn: successorUrn })
    }
  },
)
