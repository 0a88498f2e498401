/** A service's own events, for those who start later or missed one: answered on the bus as `<service>.events`. */
import { sql } from 'kysely'
import type { Bus } from './bus.ts'
import type { Sql } from './handle.ts'
import type { EventMessage } from './outbox.ts'
import { Refusal } from './problem.ts'

/** All after `seq`, or one aggregate's after `version`. */
export type HistoryQuestion =
  | { readonly seq: number }
  | { readonly aggregate: string; readonly aggregateId: string; readonly version: number }

export interface HistoryPage {
  readonly events: readonly (EventMessage & { readonly seq: number })[]
  /** There are more behind these. */
  readonly more: boolean
}

const pageSize = 500
/** Of the events' data, so that a page fits into a message of the bus (1 MiB) with all that is around them. */
const pageBytes = 512 * 1024

export async function readHistory(db: Sql, question: HistoryQuestion): Promise<HistoryPage> {
  const [of, order] =
    'seq' in question
      ? [sql`seq > ${question.seq}`, sql`seq`]
      : [sql`aggregate = ${question.aggregate} and aggregate_id = ${question.aggregateId} and version > ${question.version}`, sql`version`]
  const { rows } = await sql<EventMessage & { seq: number; found: number }>`
    select seq, id, name, aggregate, aggregate_id as "aggregateId", version, data,
           to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt", found
    from (
      select *, count(*) over () as found, row_number() over up as n, sum(octet_length(data::text)) over up as bytes
      from (select * from event where ${of} order by ${order} limit ${pageSize}) page window up as (order by ${order})
    ) measured
    where n = 1 or bytes <= ${pageBytes} order by ${order}`.execute(db)
  const found = rows[0]?.found ?? 0
  return { events: rows.map(({ found: _, ...event }) => event), more: found === pageSize || rows.length < found }
}

/** @throws Refusal `unavailable` where the source does not answer now. */
export async function askHistory(bus: Bus, source: string, question: HistoryQuestion): Promise<HistoryPage> {
  const { status, body } = await bus.ask(`${source}.events`, JSON.stringify(question))
  const answer = JSON.parse(new TextDecoder().decode(body))
  if (status !== 200) throw new Refusal({ kind: 'problem', status, name: answer.type, title: answer.title, details: answer })
  return answer
}
