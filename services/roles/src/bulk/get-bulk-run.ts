import { GetBulkRun, NoSuchBulkRun } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRunBulk, readBulkRuns, shownBulkRun } from './bulk-run.ts'

export const getBulkRun = handle(GetBulkRun, async ({ bulkRunId }, { sql: db, caller, today, fail }) => {
  const [run] = await readBulkRuns(db, sql`where r.id = ${bulkRunId}::uuid`)
  if (!run || !(await mayRunBulk(db, caller, today, run.networkId))) return fail(NoSuchBulkRun)
  return shownBulkRun(run)
})
