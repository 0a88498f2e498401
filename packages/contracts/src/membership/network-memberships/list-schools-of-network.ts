import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, pageOf, paging } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { NoSuchNetwork } from '../networks/problems.ts'
import { SchoolMembership, SchoolMembershipState } from './model.ts'

export const ListSchoolsOfNetwork = query('membership.list-schools-of-network', {
  summary: 'List the schools of a network on a day',
  description: 'By URN. Those that belong on the day asked about, where no state is given.',
  needs: 'networks:read',
  http: 'GET /v1/networks/:networkId/schools',
  input: { networkId: NetworkId, state: Type.Optional(SchoolMembershipState), ...asOf, ...paging },
  output: pageOf(SchoolMembership),
  problems: [NoSuchNetwork],
})
