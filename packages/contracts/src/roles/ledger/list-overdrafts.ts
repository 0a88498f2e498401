import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { Overdraft, OverdraftState } from './model.ts'

export const ListOverdrafts = query('roles.list-overdrafts', {
  summary: 'List overdrafts of the appointments in your view',
  description: 'In the order in which they were recorded. `open` are those that wait for a signatory’s exception.',
  needs: 'roles:read',
  http: 'GET /v1/overdrafts',
  input: {
    state: Type.Optional(OverdraftState),
    networkId: Type.Optional(NetworkId),
    urn: Type.Optional(Type.String({ ...Urn, description: 'The school that released the time.' })),
    ...paging,
  },
  output: pageOf(Overdraft),
  problems: [],
})
