import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { EmploymentEnded } from './events.ts'
import { Employment, EmploymentEndReason, effectiveDay } from './model.ts'
import { EmploymentHasEnded, LastDayTooEarly, NoSuchEmployment } from './problems.ts'

export const EndEmployment = command('membership.end-employment', {
  summary: 'End an employment',
  description: 'The last day counts. Changes that were to come after it are dropped.',
  needs: 'people:write',
  http: 'POST /v1/employments/:employmentId/ending',
  input: { employmentId: Id, lastDay: effectiveDay('The last day of the employment, counted.'), reason: EmploymentEndReason },
  output: Employment,
  status: 200,
  emits: [EmploymentEnded],
  problems: [NoSuchEmployment, EmploymentHasEnded, LastDayTooEarly],
  ifMatch: true,
})
