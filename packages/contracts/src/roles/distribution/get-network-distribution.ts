import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { Distribution } from './model.ts'

export const GetNetworkDistribution = query('roles.get-network-distribution', {
  summary: 'See how leadership is distributed in a network',
  description:
    'By the co-leaders of the network and the national body. Warnings: one school, one trust, or head teachers hold more than half of at least 4 appointments. ' +
    'The index is Herfindahl-Hirschman’s, over appointments held through schools (trusts): 1/n where n schools hold equally many, 1 where one holds all.',
  needs: 'roles:read',
  http: 'GET /v1/networks/:networkId/leadership-distribution',
  input: { networkId: NetworkId, asAt: asOf.asAt },
  output: Distribution,
  problems: [NoSuchNetwork],
})
