import Type from 'typebox'
import { query } from '../../define.ts'
import { Id, pageOf, paging, Urn } from '../../formats.ts'
import { Delegation } from './model.ts'

export const ListDelegations = query('membership.list-delegations', {
  summary: 'List delegations of signature, with their evidence',
  description: 'Of one school, group or person, also past and revoked ones. For the national body, and of schools and groups in your view.',
  needs: 'people:read',
  http: 'GET /v1/delegations',
  input: { urn: Type.Optional(Urn), groupId: Type.Optional(Id), personId: Type.Optional(Id), ...paging },
  output: pageOf(Delegation),
  problems: [],
})
