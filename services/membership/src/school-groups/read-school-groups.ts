import type { Writable } from '@nlc/contracts/define'
import type { SchoolGroup as ShownGroup } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownGroup>>

/** Groups as the API shows them. `h` is the group, of `source`. */
export async function readSchoolGroups(
  db: Sql,
  source: RawBuilder<unknown>,
  rest: RawBuilder<unknown>,
): Promise<(Shown & { searchName: string })[]> {
  const { rows } = await sql<Shown & { searchName: string }>`
    select h.id, h.uid, h.group_number as "groupNumber", h.name, h.search_name as "searchName", h.kind, h.first_day as "firstDay",
           h.last_day as "lastDay", h.companies_house_number as "companiesHouseNumber", h.ukprn, h.updated_at as "updatedAt", h.version
    from ${source} h ${rest}`.execute(db)
  return rows.map(withoutNulls)
}
