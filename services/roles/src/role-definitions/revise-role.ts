import { MinutesAndSchoolTimeDiffer, NoSuchRole, ReviseRole, RoleRetired, RoleRevised } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findRoleToKeep } from './find-role-to-keep.ts'
import { readRole } from './read-roles.ts'
import { minutesFitSchoolTime } from './role-definition.ts'

export const reviseRole = handle(ReviseRole, async ({ roleId, ...terms }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
  const definition = (await findRoleToKeep(em, db, caller, today, roleId)) ?? fail(NoSuchRole)
  checkVersion(definition)
  if (definition.state === 'retired') fail(RoleRetired)
  if (!minutesFitSchoolTime(terms)) fail(MinutesAndSchoolTimeDiffer)

  const { version } = definition
  definition.describe(terms)
  await em.flush()
  const role = await readRole(db, definition.id)
  if (definition.version !== version) emit(RoleRevised, { roleId: role.id, role })
  return role
})
