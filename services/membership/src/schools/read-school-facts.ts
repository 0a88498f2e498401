import type { DataOf } from '@nlc/contracts/define'
import type { SchoolRegistered } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'

export type SchoolFacts = DataOf<typeof SchoolRegistered>

/** What events tell of schools, in the order of their URNs. */
export async function readSchoolFacts(db: Sql, urns: readonly string[]): Promise<SchoolFacts[]> {
  if (urns.length === 0) return []
  const { rows } = await sql<SchoolFacts>`
    select s.urn, s.name, s.status, s.phase, s.type_code as "typeCode", s.first_day as "firstDay", s.last_day as "lastDay",
           s.low_age as "lowAge", s.high_age as "highAge", s.latitude, s.longitude,
           c.la_code as "laCode", c.establishment_number as "establishmentNumber", c.first_day as "laFirstDay"
    from school s left join school_local_authority c on c.urn = s.urn and c.last_day is null
    where s.urn = any(${urns}) order by s.urn`.execute(db)
  return rows.map(withoutNulls) as SchoolFacts[]
}
