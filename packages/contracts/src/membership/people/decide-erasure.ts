import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { Id, text } from '../../formats.ts'
import { ErasureRefused, PersonErased } from './events.ts'
import { Erasure, RefusalGround } from './model.ts'
import { NoSuchPerson } from './problems.ts'

export const NoErasureAsked = problem(409, 'no-erasure-asked', 'No request for erasure waits for a decision.')
export const RefusalNeedsGround = problem(
  422,
  'refusal-needs-ground',
  'A refusal needs a ground and an explanation for the person; carrying out takes neither.',
)

export const DecideErasure = command('membership.decide-erasure', {
  summary: 'Carry out or refuse a request for erasure',
  needs: 'national-body',
  http: 'POST /v1/people/:personId/erasure/decision',
  input: {
    personId: Id,
    decision: Type.Enum(['carry-out', 'refuse']),
    ground: Type.Optional(RefusalGround),
    explanation: Type.Optional(text(2000)),
  },
  output: Erasure,
  status: 200,
  emits: [PersonErased, ErasureRefused],
  problems: [NoSuchPerson, NoErasureAsked, RefusalNeedsGround],
})
