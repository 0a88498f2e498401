import { problem, query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { Erasure } from './model.ts'
import { NoSuchPerson } from './problems.ts'

export const NoSuchErasure = problem(404, 'no-such-erasure', 'Erasure of this person was never asked for.')

export const GetErasure = query('membership.get-erasure', {
  summary: "See what became of a person's latest request for erasure",
  description: 'For the person and the national body.',
  needs: 'people:read',
  http: 'GET /v1/people/:personId/erasure',
  input: { personId: Id },
  output: Erasure,
  problems: [NoSuchPerson, NoSuchErasure],
})
