import { command } from '../../define.ts'
import { NetworkSuspended } from './events.ts'
import { Network, NetworkId, SuspensionReason } from './model.ts'
import { NetworkNotInState, NoSuchNetwork } from './problems.ts'

export const SuspendNetwork = command('membership.suspend-network', {
  summary: 'Suspend a network',
  description: 'Nobody is invited, joins or signs until it is resumed. Who belongs stays as it is.',
  needs: 'national-body',
  http: 'POST /v1/networks/:networkId/suspension',
  input: { networkId: NetworkId, reason: SuspensionReason },
  output: Network,
  emits: [NetworkSuspended],
  problems: [NoSuchNetwork, NetworkNotInState],
  status: 200,
  ifMatch: true,
})
