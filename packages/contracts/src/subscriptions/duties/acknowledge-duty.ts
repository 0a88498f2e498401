import { command, problem } from '../../define.ts'
import { Id } from '../../formats.ts'
import { DutyAcknowledged } from './events.ts'
import { Duty } from './model.ts'

export const NoSuchDuty = problem(404, 'no-such-duty', 'There is no such duty.')

export const AcknowledgeDuty = command('subscriptions.acknowledge-duty', {
  summary: 'Say that you deleted what you had to delete',
  description: 'By the client whose duty it is. Repeating it changes nothing.',
  needs: 'subscriptions:write',
  http: 'POST /v1/duties/:dutyId/acknowledgement',
  input: { dutyId: Id },
  output: Duty,
  emits: [DutyAcknowledged],
  problems: [NoSuchDuty],
  status: 200,
})
