import { command } from '../../define.ts'
import { AgreementSuperseded } from '../agreements/events.ts'
import { InvitationEnded, PersonLeftNetwork, SchoolLeft } from '../network-memberships/events.ts'
import { NetworkDissolved } from './events.ts'
import { DissolutionReason, Network, NetworkId } from './model.ts'
import { NetworkNotInState, NoSuchNetwork } from './problems.ts'

export const DissolveNetwork = command('membership.dissolve-network', {
  summary: 'Dissolve a network',
  description: 'For ever. Today is its last day; co-leaderships and memberships end with it, invitations and open agreements lapse.',
  needs: 'national-body',
  http: 'POST /v1/networks/:networkId/dissolution',
  input: { networkId: NetworkId, reason: DissolutionReason },
  output: Network,
  emits: [NetworkDissolved, SchoolLeft, PersonLeftNetwork, InvitationEnded, AgreementSuperseded],
  problems: [NoSuchNetwork, NetworkNotInState],
  status: 200,
  ifMatch: true,
})
