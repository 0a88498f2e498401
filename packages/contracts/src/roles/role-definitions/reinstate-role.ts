import { command } from '../../define.ts'
import { NoSuchRole } from '../appointments/problems.ts'
import { RoleDefinitionReinstated } from './events.ts'
import { RoleDefinition, RoleId } from './model.ts'
import { RoleNotRetired } from './problems.ts'

export const ReinstateRole = command('roles.reinstate-role', {
  summary: 'Take a retired role into use again',
  description: 'By whoever defined it.',
  needs: 'roles:write',
  http: 'POST /v1/roles/:roleId/reinstatement',
  input: { roleId: RoleId },
  output: RoleDefinition,
  status: 200,
  emits: [RoleDefinitionReinstated],
  problems: [NoSuchRole, RoleNotRetired],
  ifMatch: true,
})
