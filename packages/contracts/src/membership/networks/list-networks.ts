import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, followedPageOf, following, LaCode, paging, Urn } from '../../formats.ts'
import { ProgrammeCode } from '../programmes/model.ts'
import { Network, NetworkId, NetworkKind, NetworkState } from './model.ts'

export const ListNetworks = query('membership.list-networks', {
  summary: 'List networks',
  description:
    'In the order in which they were formed. `laCode` and `urn` keep the networks that a school belongs to on the day asked about; the local authority is that of the school on that day.',
  needs: 'networks:read',
  http: 'GET /v1/networks',
  input: {
    ids: Type.Optional(Type.Array(NetworkId, { maxItems: 200, description: 'Only these.' })),
    state: Type.Optional(NetworkState),
    kind: Type.Optional(NetworkKind),
    programmeCode: Type.Optional(ProgrammeCode),
    laCode: Type.Optional(LaCode),
    urn: Type.Optional(Urn),
    ...asOf,
    ...following,
    ...paging,
  },
  output: followedPageOf(Network),
  problems: [],
})
