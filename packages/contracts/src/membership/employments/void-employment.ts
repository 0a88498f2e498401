import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { EmploymentVoided } from './events.ts'
import { NoSuchEmployment } from './problems.ts'

export const VoidEmployment = command('membership.void-employment', {
  summary: 'Void an employment that was entered in error',
  description:
    'It never was: it is in no list and cannot be got, except as known before. An employment that was and is over is ended, not voided.',
  needs: 'people:write',
  http: 'POST /v1/employments/:employmentId/voiding',
  input: { employmentId: Id },
  emits: [EmploymentVoided],
  problems: [NoSuchEmployment],
  ifMatch: true,
})
