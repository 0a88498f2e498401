import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { holds, seesPerson } from '../standing.ts'

export interface HeldPerson {
  readonly id: string
  readonly mergedInto: string | null
  readonly erased: boolean
}

/**
 * A person about whom something is to be recorded, held until the end of the transaction: merging and erasing wait. Nothing
 * where there is none, or none in the caller's view.
 */
export async function holdPerson(db: Sql, caller: Caller, today: string, personId: string): Promise<HeldPerson | undefined> {
  const { rows } = await sql<HeldPerson>`
    select id, merged_into as "mergedInto", erased_on is not null as erased from person where id = ${personId}::uuid for share`.execute(db)
  const [person] = rows
  return person && (await holds(db, seesPerson(caller, person.mergedInto ?? person.id, today))) ? person : undefined
}
