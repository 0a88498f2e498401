import { defineRole } from './define-role.ts'
import { getRole } from './get-role.ts'
import { listRoles } from './list-roles.ts'
import { reinstateRole } from './reinstate-role.ts'
import { retireRole } from './retire-role.ts'
import { reviseRole } from './revise-role.ts'
import { RoleDefinition } from './role-definition.ts'

export const handlers = [defineRole, reviseRole, retireRole, reinstateRole, getRole, listRoles] as const
export const entities = [RoleDefinition] as const
export const reactions = [] as const
export const works = [] as const
