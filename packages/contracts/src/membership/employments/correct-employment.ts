import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { Id } from '../../formats.ts'
import { EmploymentCorrected } from './events.ts'
import { Employment, EmploymentEndReason, EmploymentPeriod } from './model.ts'
import { EmploymentOverlaps, LastDayTooEarly, NoSuchEmployer, NoSuchEmployment, NoSuchWorkplace } from './problems.ts'

export const PeriodsNotJoined = problem(
  422,
  'periods-not-joined',
  'Each period begins on the day after the last day of the one before; only the last may be open. A gap is the end of one employment and the start of another.',
)

export const CorrectEmployment = command('membership.correct-employment', {
  summary: 'Correct an employment that was recorded wrongly',
  description:
    'Gives all periods as they should have been. What was known before stays readable with `asKnownAt`. Without a last day the employment is open, and ' +
    'an end that was recorded is taken back.',
  needs: 'people:write',
  http: 'POST /v1/employments/:employmentId/correction',
  input: {
    employmentId: Id,
    periods: Type.Array(EmploymentPeriod, { minItems: 1, maxItems: 60 }),
    endReason: Type.Optional(EmploymentEndReason),
  },
  output: Employment,
  status: 200,
  emits: [EmploymentCorrected],
  problems: [NoSuchEmployment, PeriodsNotJoined, NoSuchWorkplace, NoSuchEmployer, EmploymentOverlaps, LastDayTooEarly],
  ifMatch: true,
})
