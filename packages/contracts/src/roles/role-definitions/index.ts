import { DefineRole } from './define-role.ts'
import { RoleDefined, RoleDefinitionReinstated, RoleDefinitionRetired, RoleRevised } from './events.ts'
import { GetRole } from './get-role.ts'
import { ListRoles } from './list-roles.ts'
import { ReinstateRole } from './reinstate-role.ts'
import { RetireRole } from './retire-role.ts'
import { ReviseRole } from './revise-role.ts'

export * from './define-role.ts'
export * from './events.ts'
export * from './get-role.ts'
export * from './list-roles.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './reinstate-role.ts'
export * from './retire-role.ts'
export * from './revise-role.ts'

export const operations = [DefineRole, ReviseRole, RetireRole, ReinstateRole, GetRole, ListRoles] as const
export const events = [RoleDefined, RoleRevised, RoleDefinitionRetired, RoleDefinitionReinstated] as const
