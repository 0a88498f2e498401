import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type ClientPlace, coverAt, isUrn } from '../mailbox/client-place.ts'

/** What an agreement of a school or trust can open: itself, the school that it is now, the trust's schools at any time. */
export async function placesOf(db: Sql, { clientId, place }: ClientPlace): Promise<ClientPlace[]> {
  const { rows } = await sql<{ place: string }>`
    select ${place}::text as place union select current_urn from known_school where urn = ${place}
    union select urn from known_group_school where group_id::text = ${place} order by 1`.execute(db)
  return rows.flatMap((row) => bothAt({ clientId, place: row.place }))
}

/** What an agreement can open there: roles, and at a school cover, too. */
export const bothAt = ({ clientId, place }: ClientPlace): ClientPlace[] =>
  isUrn(place)
    ? [
        { clientId, place },
        { clientId, place: coverAt(place) },
      ]
    : [{ clientId, place }]
