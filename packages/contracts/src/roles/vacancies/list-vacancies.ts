import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { RoleCode } from '../role-definitions/model.ts'
import { Vacancy, VacancyState } from './model.ts'

export const ListVacancies = query('roles.list-vacancies', {
  summary: 'List vacancies',
  description: 'Of networks in your view, in the order in which they were opened.',
  needs: 'roles:read',
  http: 'GET /v1/vacancies',
  input: {
    networkId: Type.Optional(NetworkId),
    roleCode: Type.Optional(RoleCode),
    state: Type.Optional(VacancyState),
    ...following,
    ...paging,
  },
  output: followedPageOf(Vacancy),
  problems: [],
})
