import { command } from '../../define.ts'
import { NetworkResumed } from './events.ts'
import { Network, NetworkId } from './model.ts'
import { NetworkNotInState, NoSuchNetwork } from './problems.ts'

export const ResumeNetwork = command('membership.resume-network', {
  summary: 'Resume a suspended network',
  description: 'It goes on in the state in which it was suspended.',
  needs: 'national-body',
  http: 'POST /v1/networks/:networkId/resumption',
  input: { networkId: NetworkId },
  output: Network,
  emits: [NetworkResumed],
  problems: [NoSuchNetwork, NetworkNotInState],
  status: 200,
  ifMatch: true,
})
