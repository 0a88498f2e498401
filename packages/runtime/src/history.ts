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

export async function readHistory(db: Sql, question: HistoryQuestion): Promise<HistoryPage> {
  const { rows } = await sql<EventMessage & { seq: number }>`
    select seq, id, name, aggregate, aggregate_id as "aggregateId", version, data,
           to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
    from event
    where ${
      'seq' in question
        ? sql`seq > ${question.seq} order by seq`
        : sql`aggregate = ${question.aggregate} and aggregate_id = ${question.aggregateId} and version > ${question.version} order by version`
    }
    limit ${pageSize}`.execute(db)
  return { events: rows, more: rows.length === pageSize }
}

/** @throws Refusal `unavailable` where the source does not answer now. */
export async function askHistory(bus: Bus, source: string, question: HistoryQuestion): Promise<HistoryPage> {
  const { status, body } = await bus.ask(`${source}.events`, JSON.stringify(question))
  const answer = JSON.parse(new TextDecoder().decode(body))
  if (status !== 200) throw new Refusal({ kind: 'problem', status, name: answer.type, title: answer.title, details: answer })
  return answer
}
