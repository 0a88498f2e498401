import type { Centre as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

/** As the API shows it, but for instants, which are no strings yet. */
export type Centre = Omit<Static<typeof Shown>, 'openedAt' | 'closedAt'> & { readonly openedAt: Date; readonly closedAt?: Date }

/** `c` is the centre. */
export async function readCentres(db: Sql, rest: RawBuilder<unknown>): Promise<Centre[]> {
  const { rows } = await sql<WithoutNulls<Centre>>`
    select c.id, c.version, c.name, c.urn, c.organisation_id as "organisationId",
      array(select l.person_id::text from centre_leader l where l.centre_id = c.id order by l.person_id) as "leaderIds",
      case when c.closed_at is null then 'open' else 'closed' end as state, c.opened_at as "openedAt", c.closed_at as "closedAt"
    from centre c ${rest}`.execute(db)
  return rows.map(withoutNulls) as Centre[]
}

export const findCentre = async (db: Sql, id: string): Promise<Centre | undefined> =>
  (await readCentres(db, sql`where c.id = ${id}::uuid`))[0]

export async function leads(db: Sql, personId: string | undefined, centreId: string): Promise<boolean> {
  if (personId === undefined) return false
  const { rows } = await sql`
    select from centre_leader where centre_id = ${centreId}::uuid and person_id = ${personId}::uuid`.execute(db)
  return rows.length > 0
}
