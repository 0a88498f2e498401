import { event } from '../../define.ts'
import { RoleDefinition, RoleId } from './model.ts'

const about = { role: 'roleId' } as const
/** The whole of it with each of them: whoever keeps a copy replaces theirs. */
const data = { roleId: RoleId, role: RoleDefinition }

export const RoleDefined = event('roles.role-defined', {
  summary: 'A role was defined: by the national body for all networks, or by a network for itself.',
  about,
  data,
})

export const RoleRevised = event('roles.role-revised', {
  summary: 'What a role is was described anew. It holds for what is offered from now on.',
  about,
  data,
})

export const RoleDefinitionRetired = event('roles.role-retired', {
  summary: 'Nobody is appointed to a role any more. Who holds it goes on.',
  about,
  data,
})

export const RoleDefinitionReinstated = event('roles.role-reinstated', {
  summary: 'A role that was retired is in use again.',
  about,
  data,
})
