/** Events, from `emit` to the table that the relay publishes from. */
import type { ContractName, Event } from '@nlc/contracts/define'
import { type RawBuilder, sql } from 'kysely'
import { newId } from './id.ts'
import { readerOf, writerOf } from './schema.ts'
import { traceparent } from './telemetry.ts'

/** An event that was emitted and is not yet written. */
export interface Emitted {
  readonly id: string
  readonly name: string
  readonly aggregate: string
  readonly aggregateId: string
  /** As JSON, by the event's schema. */
  readonly data: string
  /** That it was said in: of several events that took effect together, each has its own. */
  readonly trace: string | null
}

/** An event as it is on the wire and in a source's history. */
export interface EventMessage {
  readonly id: string
  readonly name: ContractName
  readonly aggregate: string
  readonly aggregateId: string
  /** From 1, without gaps, per aggregate. */
  readonly version: number
  readonly occurredAt: string
  readonly data: unknown
}

export const streamOf = (service: string): string => `evt-${service}`
export const subjectOf = (event: string): string => `evt.${event}`

/** An event carries ids, codes and dates. The bus takes 1 MiB, and a page of history holds several. */
const maxBytes = 256 * 1024

/** Collects what a unit of work emits. Only what its contract lists gets through, by type and again here. */
export class Outbox {
  readonly emitted: Emitted[] = []
  readonly #allowed: ReadonlySet<Event>

  constructor(allowed: readonly Event[]) {
    this.#allowed = new Set(allowed)
  }

  readonly emit = (event: Event, data: unknown): void => {
    if (!this.#allowed.has(event)) throw new TypeError(`${event.name} is not among the events that this may emit`)
    const written = writerOf(event.data)(data)
    if (written.length > maxBytes) throw new TypeError(`${event.name}: ${written.length} characters are too many for an event`)
    const value = JSON.parse(written)
    if (!readerOf(event.data).check(value)) {
      throw new TypeError(`${event.name}: ${JSON.stringify(readerOf(event.data).faults(value))}`)
    }
    this.emitted.push({
      id: newId(),
      name: event.name,
      aggregate: event.aggregate,
      aggregateId: String(value[event.aggregateId]),
      data: written,
      trace: traceparent() ?? null,
    })
  }

  /**
   * The statement's part that writes them, to stand in a `with` of the unit's transaction. The head's row lock gives each its
   * version: whoever comes next to the same aggregate waits for our commit, so versions have no gap and follow the order
   * of commits.
   */
  asCommonTables(now: Date): RawBuilder<unknown> {
    const incoming = JSON.stringify(this.emitted.map((event, ord) => ({ ...event, ord })))
    return sql`
      incoming as materialized (
        select * from jsonb_to_recordset(${incoming}::jsonb) as e(ord int, id uuid, name text, aggregate text, "aggregateId" text, data text, trace text)
      ), counted as (
        select aggregate, "aggregateId", count(*)::int as n from incoming group by 1, 2 order by 1, 2
      ), head as (
        insert into aggregate_head as h (aggregate, aggregate_id, version) select aggregate, "aggregateId", n from counted
        on conflict (aggregate, aggregate_id) do update set version = h.version + excluded.version
        returning aggregate, aggregate_id, version
      ), said as (
        insert into event (id, name, aggregate, aggregate_id, version, data, occurred_at, trace)
        select i.id, i.name, i.aggregate, i."aggregateId",
               head.version - counted.n + row_number() over (partition by i.aggregate, i."aggregateId" order by i.ord),
               i.data::jsonb, ${now.toISOString()}::timestamptz, i.trace
        from incoming i
        join counted on counted.aggregate = i.aggregate and counted."aggregateId" = i."aggregateId"
        join head on head.aggregate = i.aggregate and head.aggregate_id = i."aggregateId"
        order by i.ord
      )`
  }
}
