import type { Writable } from '@nlc/contracts/define'
import type { PartnerOrganisation as ShownOrganisation } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownOrganisation>>

/** Partner organisations as the API shows them. `o` is the organisation. */
export async function readPartnerOrganisations(db: Sql, rest: RawBuilder<unknown>): Promise<(Shown & { searchName: string })[]> {
  const { rows } = await sql<Shown & { searchName: string }>`
    select o.id, o.name, o.search_name as "searchName", o.kind, o.ukprn, o.website, o.la_code as "laCode", o.first_day as "firstDay",
           o.last_day as "lastDay", o.updated_at as "updatedAt", o.version
    from partner_organisation o ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readPartnerOrganisation(db: Sql, id: string): Promise<Shown> {
  return (await readPartnerOrganisations(db, sql`where o.id = ${id}`))[0]!
}
