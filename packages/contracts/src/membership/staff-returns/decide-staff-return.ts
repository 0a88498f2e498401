import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { StaffReturnRejected } from './events.ts'
import { StaffReturn } from './model.ts'
import { NoSuchStaffReturn } from './problems.ts'
import { RecordedMeanwhile, returnEvents } from './submit-staff-return.ts'

export const ReturnDoesNotWait = problem(
  409,
  'return-does-not-wait',
  'The return does not wait for confirmation: it was decided, or a later one came.',
)

export const DecideStaffReturn = command('membership.decide-staff-return', {
  summary: 'Confirm or reject a staff return that would end many employments',
  description: 'Confirmed, it takes effect on what is recorded by then, so its outcomes can differ from those first given.',
  needs: 'people:write',
  http: 'POST /v1/schools/:urn/staff-returns/:returnId/confirmation',
  input: { urn: Urn, returnId: Id, decision: Type.Optional(Type.Enum(['confirm', 'reject'], { default: 'confirm' })) },
  output: StaffReturn,
  status: 200,
  emits: [...returnEvents, StaffReturnRejected],
  problems: [NoSuchStaffReturn, ReturnDoesNotWait, RecordedMeanwhile],
})
