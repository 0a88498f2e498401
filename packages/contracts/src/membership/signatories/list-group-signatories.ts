import { query } from '../../define.ts'
import { asOf, Id } from '../../formats.ts'
import { Signatories } from './model.ts'
import { NoSuchGroupToSignFor } from './problems.ts'

export const ListGroupSignatories = query('membership.list-group-signatories', {
  summary: 'List who may sign for a trust or federation',
  description:
    'The head of its central team by default, and those to whom it was delegated; while there is no head, the chair of its board.',
  needs: 'people:read',
  http: 'GET /v1/groups/:groupId/signatories',
  input: { groupId: Id, asAt: asOf.asAt },
  output: Signatories,
  problems: [NoSuchGroupToSignFor],
})
