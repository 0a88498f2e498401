import type { Writable } from '@nlc/contracts/define'
import type { PersonMembership as ShownPersonMembership, SchoolMembership as ShownSchoolMembership } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type ShownSchool = Writable<Static<typeof ShownSchoolMembership>>
type ShownPerson = Writable<Static<typeof ShownPersonMembership>>

/** A school's state on a day, before its first as after its last; `s` is its membership. */
export const schoolState = (day: string): RawBuilder<string> =>
  sql`case when s.last_day < ${day}::date then 'left' when s.first_day > ${day}::date then 'invited' else s.state end`

/** Memberships of schools as the API shows them on a day; `s` is the membership, of `source`. */
export async function readSchoolMemberships(
  db: Sql,
  source: RawBuilder<unknown>,
  day: string,
  rest: RawBuilder<unknown>,
): Promise<ShownSchool[]> {
  const { rows } = await sql<ShownSchool>`
    select s.id, s.network_id as "networkId", s.urn, ${schoolState(day)} as state, s.founding, s.invited_at as "invitedAt", s.first_day as "firstDay",
           s.last_day as "lastDay", s.leaving_reason as "leavingReason", s.lapse_reason as "lapseReason", s.version
    from ${source} s ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readSchoolMembership(db: Sql, id: string, today: string): Promise<ShownSchool> {
  return (await readSchoolMemberships(db, sql.table('network_school'), today, sql`where s.id = ${id}`))[0]!
}

/** `m` is the membership, of `source`. */
export async function readPersonMemberships(db: Sql, source: RawBuilder<unknown>, rest: RawBuilder<unknown>): Promise<ShownPerson[]> {
  const { rows } = await sql<ShownPerson>`
    select m.id, m.network_id as "networkId", m.person_id as "personId", m.first_day as "firstDay", m.last_day as "lastDay", m.version
    from ${source} m ${rest}`.execute(db)
  return rows.map(withoutNulls)
}
