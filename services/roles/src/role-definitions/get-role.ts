import { GetRole, NoSuchRole } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesRole } from './find-role-to-keep.ts'
import { readRoles, roleTable } from './read-roles.ts'

export const getRole = handle(GetRole, async ({ roleId, asKnownAt }, { sql: db, caller, today, fail }) => {
  const source =
    asKnownAt === undefined
      ? roleTable
      : sql`(select * from role_definition_as_known
          where recorded_at <= ${asKnownAt}::timestamptz and (superseded_at is null or superseded_at > ${asKnownAt}::timestamptz))`
  const [role] = await readRoles(db, source, sql`where r.id = ${roleId}`)
  if (!role || !(await seesRole(db, caller, today, role))) return fail(NoSuchRole)
  return role
})
