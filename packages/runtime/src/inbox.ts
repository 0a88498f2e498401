/**
 * Events from other services. An aggregate's event takes effect where it is one above the last that did; an older one
 * changes nothing; before a gap, what is missing is asked of its owner. The note of it and all reactions to it commit in
 * one transaction. What cannot be handled is parked with its cause, and what follows it in that aggregate behind it.
 */

import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { Event } from '@nlc/contracts/define'
import { sql } from 'kysely'
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import { type Database, isOutage } from './database.ts'
import type { Change, Reaction } from './handle.ts'
import { askHistory } from './history.ts'
import type { Logger } from './log.ts'
import { type EventMessage, streamOf } from './outbox.ts'
import { Refusal } from './problem.ts'
import { readerOf } from './schema.ts'
import { contextFrom, inSpan, SpanKind } from './telemetry.ts'
import { unitOfWork } from './unit-of-work.ts'

export interface Inbox {
  /**
   * Handles again what is parked of an event's aggregate, in order, up to the first that still fails.
   * @returns how many took effect.
   */
  replay(eventId: string): Promise<number>
  close(): Promise<void>
}

/** `behind`: it waits for one that is parked. `gap`: what is missing could not be had now. */
type Outcome = 'applied' | 'old' | 'gap' | 'behind'

const maxDeliveries = 5
const retryMs = (delivery: number) => Math.min(200 * 2 ** (delivery - 1), 5_000)

export interface InboxParts {
  readonly service: string
  readonly reactions: readonly Reaction[]
  readonly database: Database
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Logger
  /** Reactions emitted or queued something. */
  readonly committed: (what: { emitted: boolean; enqueued: boolean }) => void
}

export function openInbox(parts: InboxParts): Inbox {
  const { service, reactions, database, bus, log } = parts
  const byEvent = Map.groupBy(reactions, ({ on }) => on.name)
  // An aggregate is followed in all its events, or its versions would show gaps; others are let pass.
  const followed = new Set(reactions.map(({ on }) => `${sourceOf(on.name)}/${on.aggregate}`))
  const sources = [...new Set(reactions.map(({ on }) => sourceOf(on.name)))]
  const following = sources.map((source) => follow(source))

  return {
    replay,
    async close() {
      await Promise.all(following.map((one) => one.close()))
    },
  }

  async function take(source: string, message: EventMessage): Promise<Outcome> {
    if (!followed.has(`${source}/${message.aggregate}`)) return 'old'
    for (;;) {
      const outcome = await apply(source, message)
      if (outcome !== 'gap') return outcome
      const last = await lastVersion(source, message)
      const { rows } = await sql`
        select from parked where source = ${source} and aggregate = ${message.aggregate} and aggregate_id = ${message.aggregateId} limit 1`.execute(
        database.sql,
      )
      if (rows.length > 0) return 'behind'
      const { events } = await askHistory(bus, source, { aggregate: message.aggregate, aggregateId: message.aggregateId, version: last })
      const missing = events.filter(({ version }) => version < message.version)
      if (missing.length === 0) return 'gap'
      for (const event of missing) await apply(source, event)
    }
  }

  async function lastVersion(source: string, { aggregate, aggregateId }: EventMessage): Promise<number> {
    const { rows } = await sql<{ version: number }>`
      select version from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}`.execute(
      database.sql,
    )
    return rows[0]?.version ?? 0
  }

  /** In one transaction: the note that it took effect, and what every reaction to it does. */
  async function apply(source: string, message: EventMessage, parked = false): Promise<'applied' | 'old' | 'gap'> {
    const { aggregate, aggregateId, version } = message
    const reacting = byEvent.get(message.name) ?? []
    let outcome: 'applied' | 'old' | 'gap' = 'applied'
    const note = async ({ sql: db }: Change<Event>): Promise<boolean> => {
      if (parked) await sql`delete from parked where event_id = ${message.id}`.execute(db)
      const { rows } = await sql`
        insert into inbox as i (source, aggregate, aggregate_id, version)
        select ${source}, ${aggregate}, ${aggregateId}, ${version}::int
        where ${version}::int = 1 or exists (select from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId})
        on conflict (source, aggregate, aggregate_id) do update set version = excluded.version where i.version = excluded.version - 1
        returning true`.execute(db)
      if (rows.length > 0) return true
      const { rows: known } = await sql<{ version: number }>`
        select version from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}`.execute(db)
      outcome = (known[0]?.version ?? 0) >= version ? 'old' : 'gap'
      return false
    }
    const committed = await unitOfWork(
      database,
      parts.clock,
      {
        cause:
          reacting.length > 0 ? { operation: reacting.map(({ name }) => name).join(', '), client: source, input: message.id } : undefined,
        emits: reacting.flatMap(({ emits }) => emits),
        begin: note,
      },
      async (change) => {
        for (const { name, on, run } of reacting) {
          const data = message.data
          if (!readerOf(on.data).check(data)) throw new TypeError(`${name}: ${JSON.stringify(readerOf(on.data).faults(data))}`)
          const event = { id: message.id, version, recordedAt: new Date(message.occurredAt) }
          await run(data as never, { ...change, event })
        }
      },
    )
    if (committed) parts.committed(committed)
    return outcome
  }

  function follow(source: string): { close(): Promise<void> } {
    let closed = false
    let messages: ConsumerMessages | undefined
    const running = (async () => {
      while (!closed) {
        try {
          await ensureConsumer(source)
          await readWholeHistory(source, () => closed)
          const consumer = await jetstream(bus.connection).consumers.get(streamOf(source), service)
          messages = await consumer.consume({ max_messages: 200, expires: 5_000, idle_heartbeat: 1_000, abort_on_missing_resource: true })
          for await (const message of messages) await receive(source, message)
        } catch (cause) {
          if (!closed) log.debug({ err: cause, source }, 'events cannot be read now; trying again')
        }
        if (!closed) await new Promise((resolve) => setTimeout(resolve, 200))
      }
    })()
    return {
      async close() {
        closed = true
        await messages?.close()
        await running
      },
    }
  }

  /** From the beginning of what the stream holds: after a loss the broker forgets the consumer, too, and versions make repeats harmless. */
  async function ensureConsumer(source: string): Promise<void> {
    const manager = await jetstreamManager(bus.connection, { checkAPI: false })
    await manager.consumers.add(streamOf(source), {
      durable_name: service,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: 30_000_000_000,
      max_ack_pending: 1_000,
    })
  }

  /** Once per source: what happened before the stream's memory. It is joined live afterwards; versions bear the overlap. */
  async function readWholeHistory(source: string, stop: () => boolean): Promise<void> {
    const { rows } = await sql<{ seq: number; complete: boolean }>`
      insert into history_read (source) values (${source}) on conflict (source) do update set source = excluded.source returning seq::float8 as seq, complete`.execute(
      database.sql,
    )
    let { seq, complete } = rows[0]!
    while (!complete && !stop()) {
      const page = await askHistory(bus, source, { seq })
      for (const event of page.events) {
        if (await tryOrPark(source, event, maxDeliveries)) seq = event.seq
      }
      complete = !page.more
      await sql`update history_read set seq = ${seq}, complete = ${complete} where source = ${source}`.execute(database.sql)
    }
  }

  async function receive(source: string, message: JsMsg): Promise<void> {
    let event: EventMessage
    try {
      event = message.json<EventMessage>()
    } catch (cause) {
      log.error({ err: cause, subject: message.subject, streamSeq: message.seq }, 'a message that is no event is left aside')
      return message.term('not JSON')
    }
    const delivery = message.info.deliveryCount
    await inSpan(
      `react ${event.name}`,
      SpanKind.CONSUMER,
      { 'messaging.system': 'nats', 'messaging.message.id': event.id },
      async () => {
        if (await tryOrPark(source, event, delivery)) message.ack()
        else message.nak(retryMs(delivery))
      },
      contextFrom(message.headers?.get('traceparent')),
    )
  }

  /** True where it is dealt with: in effect, old, or parked. */
  async function tryOrPark(source: string, event: EventMessage, delivery: number): Promise<boolean> {
    try {
      const outcome = await take(source, event)
      if (outcome === 'behind') await park(source, event, 'an event of this aggregate before it is parked')
      return outcome !== 'gap'
    } catch (cause) {
      // While the database or the owner is away, nothing is wrong with the event.
      const away = isOutage(cause) || (cause instanceof Refusal && cause.problem.status >= 500)
      if (away || delivery < maxDeliveries) {
        log.warn({ err: cause, event: event.name, eventId: event.id, delivery }, 'an event could not be handled; it is tried again')
        return false
      }
      log.error({ err: cause, event: event.name, eventId: event.id }, 'an event could not be handled; it is parked')
      return park(source, event, causeOf(cause))
    }
  }

  async function replay(eventId: string): Promise<number> {
    const { rows } = await sql<{ source: string; message: EventMessage }>`
      select p.source, p.message from parked p join parked asked using (source, aggregate, aggregate_id)
      where asked.event_id = ${eventId} order by p.version`.execute(database.sql)
    let replayed = 0
    for (const { source, message } of rows) {
      try {
        const outcome = await apply(source, message, true)
        if (outcome === 'gap') throw new Error('an event of this aggregate before it has not taken effect')
        // What took effect by another way is not applied again; only its place here is given up.
        if (outcome === 'old') await sql`delete from parked where event_id = ${message.id}`.execute(database.sql)
        replayed += 1
      } catch (cause) {
        await sql`update parked set cause = ${causeOf(cause)} where event_id = ${message.id}`.execute(database.sql)
        break
      }
    }
    return replayed
  }

  async function park(source: string, event: EventMessage, cause: string): Promise<boolean> {
    try {
      await sql`
        insert into parked (event_id, source, aggregate, aggregate_id, version, name, message, cause)
        values (${event.id}, ${source}, ${event.aggregate}, ${event.aggregateId}, ${event.version}, ${event.name}, ${JSON.stringify(event)}::jsonb, ${cause})
        on conflict do nothing`.execute(database.sql)
      return true
    } catch (failure) {
      log.warn({ err: failure }, 'an event could not be parked; it is tried again')
      return false
    }
  }
}

const sourceOf = (event: string): string => event.slice(0, event.indexOf('.'))

const causeOf = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause))
