import { command } from '../../define.ts'
import { NetworkId } from '../networks/model.ts'
import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '../networks/problems.ts'
import { PersonJoinedNetwork } from './events.ts'
import { PersonMembership } from './model.ts'
import { NotThisKindOfNetwork, PersonBelongsAlready } from './problems.ts'

export const JoinProfessionalNetwork = command('membership.join-professional-network', {
  summary: 'Join a professional network, from today',
  description: 'By the person.',
  needs: 'networks:write',
  http: 'POST /v1/networks/:networkId/people',
  input: { networkId: NetworkId },
  output: PersonMembership,
  emits: [PersonJoinedNetwork],
  problems: [NeedsPerson, NoSuchNetwork, NetworkNotInState, NotThisKindOfNetwork, PersonBelongsAlready],
})
