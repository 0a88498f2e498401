import { command } from '../../define.ts'
import { NoSuchRole, RoleRetired } from '../appointments/problems.ts'
import { VacancyClosed } from '../vacancies/events.ts'
import { RoleDefinitionRetired } from './events.ts'
import { RoleDefinition, RoleId } from './model.ts'
import { RoleNeededByPlatform } from './problems.ts'

export const RetireRole = command('roles.retire-role', {
  summary: 'Retire a role',
  description: 'Nobody is appointed to it any more, and its open vacancies close. Who holds it goes on. By whoever defined it.',
  needs: 'roles:write',
  http: 'POST /v1/roles/:roleId/retirement',
  input: { roleId: RoleId },
  output: RoleDefinition,
  status: 200,
  emits: [RoleDefinitionRetired, VacancyClosed],
  problems: [NoSuchRole, RoleRetired, RoleNeededByPlatform],
  ifMatch: true,
})
