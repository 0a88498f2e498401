import { InvalidInput } from '@nlc/contracts/platform'
import { ListBulkItems, NoSuchBulkRun } from '@nlc/contracts/roles'
import { decodeCursor, handle, type ProblemDocument, pageFrom, refuse, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRunBulk, readBulkRuns } from './bulk-run.ts'

interface Item {
  readonly number: number
  readonly appointmentId: string
  readonly outcome: 'waiting' | 'done' | 'refused' | 'nothing-to-do'
  readonly newAppointmentId: string | null
  readonly problem: ProblemDocument | null
}

/** After which number a page begins. Refuses a cursor that is not ours. */
function numberCursor(after: string | undefined): number {
  const [number = ''] = decodeCursor(after, 1) ?? ['0']
  if (/^\d{1,9}$/.test(number)) return Number(number)
  return refuse(InvalidInput, { errors: [{ at: '?after', rule: 'cursor', detail: 'Pass the `next` of the page before, unchanged.' }] })
}

export const listBulkItems = handle(ListBulkItems, async ({ bulkRunId, outcome, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const [run] = await readBulkRuns(db, sql`where r.id = ${bulkRunId}::uuid`)
  if (!run || !(await mayRunBulk(db, caller, today, run.networkId))) return fail(NoSuchBulkRun)
  const from = numberCursor(after)
  const { rows } = await sql<Item>`
      select number, appointment_id as "appointmentId", outcome, new_appointment_id as "newAppointmentId", problem
      from bulk_item where bulk_run_id = ${run.id} ${outcome === undefined ? sql`` : sql`and outcome = ${outcome}`}
        and number > ${from} order by number limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, ({ number }) => [String(number)])
  return { ...page, items: page.items.map(withoutNulls) }
})
