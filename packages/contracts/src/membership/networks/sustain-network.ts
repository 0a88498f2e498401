import { command } from '../../define.ts'
import { NetworkSustaining } from './events.ts'
import { Network, NetworkId } from './model.ts'
import { NetworkNotInState, NoSuchNetwork } from './problems.ts'

export const SustainNetwork = command('membership.sustain-network', {
  summary: "Note that an active network goes on after the programme's support ended",
  needs: 'national-body',
  http: 'POST /v1/networks/:networkId/sustaining',
  input: { networkId: NetworkId },
  output: Network,
  emits: [NetworkSustaining],
  problems: [NoSuchNetwork, NetworkNotInState],
  status: 200,
  ifMatch: true,
})
