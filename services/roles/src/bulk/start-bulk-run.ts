import { BulkRunStarted } from '@nlc/contracts/roles'
import { type Change, newId } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type BulkRun, readBulkRuns, type StoredCaller, subjectOf } from './bulk-run.ts'
import { carryOutBulkRun } from './carry-out-bulk-run.ts'

type Asked = Pick<BulkRun, 'kind' | 'dryRun' | 'networkId' | 'roleCode' | 'urn' | 'academicYear' | 'lastDay' | 'reason'>

/**
 * Notes what is to be done to which appointments, and queues it. Undefined where there are none.
 * @param selected a query of ids, in the order in which they are dealt with.
 */
export async function startBulkRun(
  { sql: db, now, emit, enqueue }: Change<typeof BulkRunStarted>,
  asked: Asked & { caller: StoredCaller },
  selected: RawBuilder<unknown>,
): Promise<BulkRun | undefined> {
  const id = newId()
  const { kind, dryRun, networkId, roleCode, urn, academicYear, lastDay, reason, caller } = asked
  await sql`
    insert into bulk_run (id, kind, dry_run, network_id, role_code, urn, academic_year, last_day, reason, caller, total, started_at)
    values (${id}, ${kind}, ${dryRun}, ${networkId}, ${roleCode}, ${urn}, ${academicYear}, ${lastDay}, ${reason}, ${JSON.stringify(caller)}::jsonb, 0,
      ${now.toISOString()}::timestamptz)`.execute(db)
  const { rows } = await sql<{ total: number }>`
    with item as (
      insert into bulk_item (bulk_run_id, number, appointment_id)
      select ${id}::uuid, row_number() over (order by s.ord, s.id), s.id from (${selected}) s returning true)
    select count(*)::int as total from item`.execute(db)
  const { total } = rows[0]!
  if (total === 0) return undefined
  await sql`update bulk_run set total = ${total} where id = ${id}`.execute(db)
  const [run] = await readBulkRuns(db, sql`where r.id = ${id}`)
  emit(BulkRunStarted, { ...subjectOf(run!), total })
  await enqueue(carryOutBulkRun, { bulkRunId: id }, { key: id })
  return run
}
