import { NoSuchRole, RetireRole, RoleDefinitionRetired, RoleNeededByPlatform, RoleRetired } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { closeVacancies } from '../vacancies/close-vacancies.ts'
import { findRoleToKeep } from './find-role-to-keep.ts'
import { readRole } from './read-roles.ts'

export const retireRole = handle(RetireRole, async ({ roleId }, { caller, fail, checkVersion, ...change }) => {
  const { em, sql: db, today, emit } = change
  const definition = (await findRoleToKeep(em, db, caller, today, roleId)) ?? fail(NoSuchRole)
  checkVersion(definition)
  if (definition.state === 'retired') fail(RoleRetired)
  if (definition.isNeededByPlatform) fail(RoleNeededByPlatform)

  definition.state = 'retired'
  const { code, networkId } = definition
  await closeVacancies(change, { roleCode: code, ...(networkId != null && { networkId }) }, 'role-retired')
  await em.flush()
  const role = await readRole(db, definition.id)
  emit(RoleDefinitionRetired, { roleId: role.id, role })
  return role
})
