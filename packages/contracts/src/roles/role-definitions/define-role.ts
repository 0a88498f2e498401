import Type from 'typebox'
import { command } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { RoleDefined } from './events.ts'
import { RoleCode, RoleDefinition, roleTerms } from './model.ts'
import { CodeOfWrongKind, MinutesAndSchoolTimeDiffer, RoleCodeTaken } from './problems.ts'

export const DefineRole = command('roles.define-role', {
  summary: 'Define a role',
  description:
    'Of the national list, by the national body; for one network, by its co-leaders, with a code that begins with `x-`. A code is for good: it is never used for anything else.',
  needs: 'roles:write',
  http: 'POST /v1/roles',
  input: {
    networkId: Type.Optional(Type.String({ ...NetworkId, description: 'The network whose own it is. Absent: the national list.' })),
    code: RoleCode,
    ...roleTerms,
  },
  output: RoleDefinition,
  emits: [RoleDefined],
  problems: [NoSuchNetwork, CodeOfWrongKind, RoleCodeTaken, MinutesAndSchoolTimeDiffer],
})
