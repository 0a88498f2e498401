import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { Network, NetworkId } from './model.ts'
import { NoSuchNetwork } from './problems.ts'

export const GetNetwork = query('membership.get-network', {
  summary: 'Get a network',
  description: 'The directory of networks is open to every client that may read networks.',
  needs: 'networks:read',
  http: 'GET /v1/networks/:networkId',
  input: { networkId: NetworkId, ...asOf },
  output: Network,
  problems: [NoSuchNetwork],
})
