import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { CoLeaderLeft } from './events.ts'
import { CoLeaderVacancy, NetworkId } from './model.ts'
import { NoSuchNetwork } from './problems.ts'

export const NoSuchCoLeader = problem(404, 'no-such-co-leader', 'The network has no such co-leader.')
export const LastDayPassed = problem(422, 'last-day-passed', 'The last day must not lie in the past.')

/** Nobody can be held: the rule of co-leaders is not asked here, the 60 days start instead. */
export const StepDown = command('membership.step-down', {
  summary: 'Step down as co-leader',
  description: 'By the co-leader, or the national body for them. The last day counts; 60 days after it a replacement is overdue.',
  needs: 'networks:write',
  http: 'POST /v1/networks/:networkId/co-leaders/:personId/ending',
  input: { networkId: NetworkId, personId: Id, lastDay: CalendarDate },
  output: CoLeaderVacancy,
  emits: [CoLeaderLeft],
  problems: [NoSuchNetwork, NoSuchCoLeader, LastDayPassed],
  status: 200,
})
