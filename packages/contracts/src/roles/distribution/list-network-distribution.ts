import { query } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { Series, seriesInput } from './model.ts'
import { SeriesTooLong } from './problems.ts'

export const ListNetworkDistribution = query('roles.list-network-distribution', {
  summary: 'See how leadership in a network was distributed over time',
  description: 'By the co-leaders of the network and the national body. The earliest first.',
  needs: 'roles:read',
  http: 'GET /v1/networks/:networkId/leadership-distribution/series',
  input: { networkId: NetworkId, ...seriesInput },
  output: Series,
  problems: [NoSuchNetwork, SeriesTooLong],
})
