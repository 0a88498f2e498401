import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { NoSuchRole } from '../appointments/problems.ts'
import { RoleDefinition, RoleId } from './model.ts'

export const GetRole = query('roles.get-role', {
  summary: 'Get a role',
  description: 'Any of the national list; of a network’s own, those of networks in your view.',
  needs: 'roles:read',
  http: 'GET /v1/roles/:roleId',
  input: { roleId: RoleId, asKnownAt: asOf.asKnownAt },
  output: RoleDefinition,
  problems: [NoSuchRole],
})
