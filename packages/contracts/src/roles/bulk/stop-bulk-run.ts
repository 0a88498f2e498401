import { command } from '../../define.ts'
import { BulkRunStopped } from './events.ts'
import { BulkRun, BulkRunId } from './model.ts'
import { BulkRunHasEnded, NoSuchBulkRun } from './problems.ts'

export const StopBulkRun = command('roles.stop-bulk-run', {
  summary: 'Stop bulk work',
  description: 'By whoever may start it. What was done by then is done; what waits is left as it is.',
  needs: 'roles:write',
  http: 'POST /v1/bulk-runs/:bulkRunId/stopping',
  input: { bulkRunId: BulkRunId },
  output: BulkRun,
  emits: [BulkRunStopped],
  problems: [NoSuchBulkRun, BulkRunHasEnded],
  status: 200,
  ifMatch: true,
})
