/** A person as the API shows one. */
import type { Person as ShownPerson } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

interface PersonRow {
  id: string
  version: number
  given_name: string | null
  middle_name: string | null
  family_name: string | null
  known_as: string | null
  trn: string | null
  merged_into: string | null
  erased_on: string | null
  changed_at: Date
  emails: { address: string; verified: boolean }[]
}

/** Ends before `from`'s `where`; the person is `p`. */
export const selectPeople: RawBuilder<PersonRow> = sql`
  select p.id, p.version, p.given_name, p.middle_name, p.family_name, p.known_as, p.trn, p.merged_into, p.erased_on, p.changed_at, coalesce((
    select jsonb_agg(jsonb_build_object('address', e.address, 'verified', e.verified) order by e.verified desc, e.address)
    from person_email e where e.person_id = p.id), '[]') as emails
  from person p`

export function shownPerson(row: PersonRow): Omit<Static<typeof ShownPerson>, 'updatedAt'> & { updatedAt: Date } {
  return {
    id: row.id,
    version: row.version,
    state: row.merged_into !== null ? 'merged' : row.erased_on !== null ? 'erased' : 'registered',
    mergedInto: row.merged_into ?? undefined,
    name:
      row.family_name === null
        ? undefined
        : {
            given: row.given_name ?? undefined,
            middle: row.middle_name ?? undefined,
            family: row.family_name,
            knownAs: row.known_as ?? undefined,
          },
    trn: row.trn ?? undefined,
    emails: row.emails,
    updatedAt: row.changed_at,
  }
}

/** As it stands in the database, inside a unit of work once it has been flushed. */
export async function showPerson(db: Sql, personId: string) {
  const { rows } = await sql<PersonRow>`${selectPeople} where p.id = ${personId}::uuid`.execute(db)
  return shownPerson(rows[0]!)
}
