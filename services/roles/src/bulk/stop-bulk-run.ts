import { BulkRunHasEnded, BulkRunStopped, NoSuchBulkRun, StopBulkRun } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { countsOf, lockBulkRun, mayRunBulk, readBulkRuns, shownBulkRun, subjectOf } from './bulk-run.ts'

export const stopBulkRun = handle(StopBulkRun, async ({ bulkRunId }, { sql: db, caller, now, today, emit, fail, checkVersion }) => {
  const run = (await lockBulkRun(db, bulkRunId)) ?? fail(NoSuchBulkRun)
  if (!(await mayRunBulk(db, caller, today, run.networkId))) fail(NoSuchBulkRun)
  checkVersion(run)
  if (run.state === 'done' || run.state === 'stopped') fail(BulkRunHasEnded, { state: run.state })
  await sql`
    update bulk_run set state = 'stopped', version = version + 1, ended_at = ${now.toISOString()}::timestamptz where id = ${run.id}`.execute(
    db,
  )
  emit(BulkRunStopped, { ...subjectOf(run), ...countsOf(run) })
  return shownBulkRun((await readBulkRuns(db, sql`where r.id = ${run.id}`))[0]!)
})
