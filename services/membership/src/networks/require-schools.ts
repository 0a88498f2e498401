import { SchoolsNotOpen, TooFewSchools } from '@nlc/contracts/membership'
import type { Fail, Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** Refuses fewer schools than the programme asks for. */
export async function requireEnoughSchools(db: Sql, fail: Fail<typeof TooFewSchools>, programmeCode: string, named: number): Promise<void> {
  const { rows } = await sql<{ minimum: number }>`select minimum_schools as minimum from programme where code = ${programmeCode}`.execute(
    db,
  )
  const { minimum } = rows[0]!
  if (named < minimum) {
    fail(TooFewSchools, { named, minimum, programmeCode, detail: `${named} named; the programme ${programmeCode} asks for ${minimum}.` })
  }
}

/** Refuses schools that the register does not have, or not as open, on this day. */
export async function requireOpenSchools(db: Sql, fail: Fail<typeof SchoolsNotOpen>, day: string, urns: readonly string[]): Promise<void> {
  const { rows } = await sql<{ urn: string }>`
    select u.urn from unnest(${urns}::text[]) u (urn) left join school s on s.urn = u.urn
    where s.urn is null or school_status_on(s.status, s.first_day, s.last_day, ${day}::date) not in ('1', '3')
    order by u.urn`.execute(db)
  if (rows.length > 0) {
    const notOpen = rows.map(({ urn }) => urn)
    fail(SchoolsNotOpen, { urns: notOpen, detail: `Not open: ${notOpen.join(', ')}.` })
  }
}
