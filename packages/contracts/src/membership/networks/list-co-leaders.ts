import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { CoLeader, CoLeaderVacancy, NetworkId } from './model.ts'
import { NoSuchNetwork } from './problems.ts'

export const ListCoLeaders = query('membership.list-co-leaders', {
  summary: 'List the co-leaders of a network, and vacancies among them',
  description:
    'On the day asked about. The national body and the co-leaders see all of them; other callers those whose school shares with the client, less who was left out of that, and no vacancies.',
  needs: 'networks:read',
  http: 'GET /v1/networks/:networkId/co-leaders',
  input: { networkId: NetworkId, ...asOf },
  output: Type.Object({ items: Type.Array(CoLeader), vacancies: Type.Array(CoLeaderVacancy) }),
  problems: [NoSuchNetwork],
})
