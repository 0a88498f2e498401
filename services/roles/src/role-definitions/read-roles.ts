import type { Writable } from '@nlc/contracts/define'
import type { RoleDefinition as ShownRole } from '@nlc/contracts/roles'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

export type Role = Writable<Static<typeof ShownRole>>

/** Roles as the API shows them. `r` is the role, of `source`. */
export async function readRoles(db: Sql, source: RawBuilder<unknown>, rest: RawBuilder<unknown>): Promise<Role[]> {
  const { rows } = await sql<Role>`
    select r.id, r.code, r.network_id as "networkId", r.label, r.remit, r.takes_school_time as "takesSchoolTime",
           r.max_minutes_per_week as "maxMinutesPerWeek", r.needs_subject as "needsSubject", r.max_holders as "maxHolders",
           r.eligible_categories as "eligibleCategories", r.state, r.version
    from ${source} r ${rest}`.execute(db)
  return rows.map(withoutNulls) as Role[]
}

export const roleTable = sql.table('role_definition')

/** After a command has written it. */
export async function readRole(db: Sql, id: string): Promise<Role> {
  return (await readRoles(db, roleTable, sql`where r.id = ${id}`))[0]!
}

/** What a code means in a network: of the national list, or its own. Retired ones, too. */
export async function findRole(db: Sql, networkId: string, code: string): Promise<Role | undefined> {
  const [found] = await readRoles(
    db,
    roleTable,
    sql`where r.code = ${code} and (r.network_id is null or r.network_id = ${networkId}::uuid)`,
  )
  return found
}
