import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, Id, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { RoleCode } from '../role-definitions/model.ts'
import { Interest, InterestState, VacancyId } from './model.ts'

export const ListInterests = query('roles.list-interests', {
  summary: 'List interest in roles',
  description:
    'Acting for a person: one’s own, those of networks that one co-leads, and nominations that one made, in the order in which they were recorded. Whoever could take on whatever is needed is found by any `roleCode`.',
  needs: 'roles:read',
  http: 'GET /v1/interests',
  input: {
    networkId: Type.Optional(NetworkId),
    vacancyId: Type.Optional(VacancyId),
    personId: Type.Optional(Id),
    roleCode: Type.Optional(RoleCode),
    state: Type.Optional(InterestState),
    ...following,
    ...paging,
  },
  output: followedPageOf(Interest),
  problems: [],
})
