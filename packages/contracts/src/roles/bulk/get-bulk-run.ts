import { query } from '../../define.ts'
import { BulkRun, BulkRunId } from './model.ts'
import { NoSuchBulkRun } from './problems.ts'

export const GetBulkRun = query('roles.get-bulk-run', {
  summary: 'See how far bulk work is',
  needs: 'roles:read',
  http: 'GET /v1/bulk-runs/:bulkRunId',
  input: { bulkRunId: BulkRunId },
  output: BulkRun,
  problems: [NoSuchBulkRun],
})
