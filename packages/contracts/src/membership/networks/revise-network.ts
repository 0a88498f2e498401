import Type from 'typebox'
import { command } from '../../define.ts'
import { NetworkRevised } from './events.ts'
import { Network, NetworkId, networkDescription } from './model.ts'
import { NetworkNotInState, NoSuchNetwork } from './problems.ts'

export const ReviseNetwork = command('membership.revise-network', {
  summary: "Change a network's name, focus or learning levels",
  description: 'By a co-leader of it, or the national body.',
  needs: 'networks:write',
  http: 'PATCH /v1/networks/:networkId',
  input: {
    networkId: NetworkId,
    name: Type.Optional(networkDescription.name),
    focus: Type.Optional(networkDescription.focus),
    learningLevels: Type.Optional(networkDescription.learningLevels),
  },
  output: Network,
  emits: [NetworkRevised],
  problems: [NoSuchNetwork, NetworkNotInState],
  ifMatch: true,
})
