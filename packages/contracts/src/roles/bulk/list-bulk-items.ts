import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { BulkItem, BulkOutcome, BulkRunId } from './model.ts'
import { NoSuchBulkRun } from './problems.ts'

export const ListBulkItems = query('roles.list-bulk-items', {
  summary: 'List the outcome of each appointment in bulk work',
  description: 'In the order in which they are dealt with.',
  needs: 'roles:read',
  http: 'GET /v1/bulk-runs/:bulkRunId/items',
  input: { bulkRunId: BulkRunId, outcome: Type.Optional(BulkOutcome), ...paging },
  output: pageOf(BulkItem),
  problems: [NoSuchBulkRun],
})
