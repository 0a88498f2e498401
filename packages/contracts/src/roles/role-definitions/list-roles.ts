import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { RoleCode, RoleDefinition, RoleState } from './model.ts'

export const ListRoles = query('roles.list-roles', {
  summary: 'List roles',
  description: 'The national list, or, of a network in your view, what may be held there: the national list and its own. By code.',
  needs: 'roles:read',
  http: 'GET /v1/roles',
  input: {
    networkId: Type.Optional(NetworkId),
    code: Type.Optional(RoleCode),
    state: Type.Optional(RoleState),
    ...following,
    ...paging,
  },
  output: followedPageOf(RoleDefinition),
  problems: [NoSuchNetwork],
})
