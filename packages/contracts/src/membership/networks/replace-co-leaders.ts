import Type from 'typebox'
import { command } from '../../define.ts'
import { CoLeadersReplaced } from './events.ts'
import { CoLeader, NamedCoLeader, NetworkId } from './model.ts'
import { NetworkNotInState, NoSuchNetwork, ruleOneOfCoLeaders } from './problems.ts'

export const ReplaceCoLeaders = command('membership.replace-co-leaders', {
  summary: 'Name the co-leaders of a network anew, as a whole',
  description:
    'By a co-leader of it, or the national body. Who is not named any more ends today, who is new starts tomorrow where they take the place of one who ends, else today. All of them together must keep the rule of co-leaders; vacancies are filled by it.',
  needs: 'networks:write',
  http: 'PUT /v1/networks/:networkId/co-leaders',
  input: { networkId: NetworkId, coLeaders: Type.Array(NamedCoLeader, { minItems: 1, maxItems: 20 }) },
  output: Type.Object({ items: Type.Array(CoLeader) }),
  emits: [CoLeadersReplaced],
  problems: [NoSuchNetwork, NetworkNotInState, ...ruleOneOfCoLeaders],
})
