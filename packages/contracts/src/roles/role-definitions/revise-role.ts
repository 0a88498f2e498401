import { command } from '../../define.ts'
import { NoSuchRole, RoleRetired } from '../appointments/problems.ts'
import { RoleRevised } from './events.ts'
import { RoleDefinition, RoleId, roleTerms } from './model.ts'
import { MinutesAndSchoolTimeDiffer } from './problems.ts'

export const ReviseRole = command('roles.revise-role', {
  summary: 'Describe a role anew',
  description:
    'Whole: what is left out holds no more, such as a limit on holders. By whoever defined it. It holds for what is offered from now on; who holds the role keeps what was agreed.',
  needs: 'roles:write',
  http: 'PUT /v1/roles/:roleId',
  input: { roleId: RoleId, ...roleTerms },
  output: RoleDefinition,
  emits: [RoleRevised],
  problems: [NoSuchRole, RoleRetired, MinutesAndSchoolTimeDiffer],
  ifMatch: true,
})
