import { NoSuchRole, ReinstateRole, RoleDefinitionReinstated, RoleNotRetired } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findRoleToKeep } from './find-role-to-keep.ts'
import { readRole } from './read-roles.ts'

export const reinstateRole = handle(ReinstateRole, async ({ roleId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
  const definition = (await findRoleToKeep(em, db, caller, today, roleId)) ?? fail(NoSuchRole)
  checkVersion(definition)
  if (definition.state !== 'retired') fail(RoleNotRetired)

  definition.state = 'in-use'
  await em.flush()
  const role = await readRole(db, definition.id)
  emit(RoleDefinitionReinstated, { roleId: role.id, role })
  return role
})
