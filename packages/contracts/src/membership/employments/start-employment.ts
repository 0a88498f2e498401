import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, period } from '../../formats.ts'
import { NoSuchPerson, PersonWasErased, PersonWasMerged } from '../people/problems.ts'
import { EmploymentStarted } from './events.ts'
import { conditions, Employment, PayrollNumber } from './model.ts'
import { EmploymentOverlaps, LastDayTooEarly, NoSuchEmployer, NoSuchWorkplace } from './problems.ts'

export const StartEmployment = command('membership.start-employment', {
  summary: 'Start an employment',
  description:
    'For the national body, a client for schools that share with it, and signatories of the schools. A person can hold several at once: two jobs, two schools, ' +
    "a trust's central team. With the same employer, at the same school and in the same category they never overlap.",
  needs: 'people:write',
  http: 'POST /v1/employments',
  input: { personId: Id, ...period, ...conditions, payrollNumber: Type.Optional(PayrollNumber) },
  output: Employment,
  emits: [EmploymentStarted],
  problems: [NoSuchPerson, PersonWasMerged, PersonWasErased, NoSuchWorkplace, NoSuchEmployer, EmploymentOverlaps, LastDayTooEarly],
})
