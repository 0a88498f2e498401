import { query } from '../../define.ts'
import { asOf, pageOf, paging } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { NoSuchNetwork } from '../networks/problems.ts'
import { PersonMembership } from './model.ts'

export const ListPeopleOfNetwork = query('membership.list-people-of-network', {
  summary: 'List the people of a professional network on a day',
  description:
    'The national body and the coordinators see all; a person sees their own membership; a client sees those at a school that shares with it, less who was left out.',
  needs: 'networks:read',
  http: 'GET /v1/networks/:networkId/people',
  input: { networkId: NetworkId, ...asOf, ...paging },
  output: pageOf(PersonMembership),
  problems: [NoSuchNetwork],
})
