/**
 * Events from other services. An aggregate's event takes effect where it is one above the last that did; an older one
 * changes nothing; before a gap, what is missing is asked of its owner. What cannot be handled is parked with its cause, and
 * what follows it in that aggregate behind it: said = handled + parked + pending, always.
 */
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { sql } from 'kysely'
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import { type Database, isOutage } from './database.ts'
import type { Reaction } from './handle.ts'
import { askHistory } from './history.ts'
import type { Logger } from './log.ts'
import { type EventMessage, streamOf } from './outbox.ts'
import { Refusal } from './problem.ts'
import { type AtHand, type Effect, takeEffect } from './take-effect.ts'

export interface Inbox {
  /**
   * Handles again what is parked of an event's aggregate, in order, up to the first that still fails.
   * @returns how many took effect.
   */
  replay(eventId: string): Promise<number>
  close(): Promise<void>
}

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

const maxTries = 5
const batchSize = 100
const retryMs = (tries: number) => Math.min(200 * 2 ** (tries - 1), 5_000)

export function openInbox(parts: InboxParts): Inbox {
  const { service, reactions, database, bus, log } = parts
  const take = takeEffect(parts)
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

  function follow(source: string): { close(): Promise<void> } {
    let closed = false
    let messages: ConsumerMessages | undefined
    const running = (async () => {
      while (!closed) {
        try {
          await ensureConsumer(source)
          await readWholeHistory(source, () => closed)
          const consumer = await jetstream(bus.connection).consumers.get(streamOf(source), service)
          messages = await consumer.consume({ max_messages: 500, expires: 5_000, idle_heartbeat: 1_000, abort_on_missing_resource: true })
          for await (const batch of inBatches(messages)) await receive(source, batch)
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

  /** From the beginning of what the stream holds: after a loss the broker has forgotten the consumer, too, and versions make repeats harmless. */
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
      insert into history_read (source) values (${source})
      on conflict (source) do update set source = excluded.source returning seq::float8 as seq, complete`.execute(database.sql)
    let { seq, complete } = rows[0]!
    let tries = 0
    while (!complete && !stop()) {
      const page = await askHistory(bus, source, { seq })
      const events = page.events.filter((event) => isFollowed(source, event)).map((event) => ({ event }))
      tries += 1
      const dealtWith = await together(
        source,
        events,
        events.map(() => tries),
      )
      if (dealtWith.every(Boolean)) {
        seq = page.events.at(-1)?.seq ?? seq
        complete = !page.more
        tries = 0
        await sql`update history_read set seq = ${seq}, complete = ${complete} where source = ${source}`.execute(database.sql)
      } else await new Promise((resolve) => setTimeout(resolve, retryMs(tries)))
    }
  }

  function isFollowed(source: string, { aggregate }: EventMessage): boolean {
    return followed.has(`${source}/${aggregate}`)
  }

  async function receive(source: string, batch: readonly JsMsg[]): Promise<void> {
    const taken: { message: JsMsg; atHand: AtHand }[] = []
    for (const message of batch) {
      try {
        const event = message.json<EventMessage>()
        if (isFollowed(source, event)) taken.push({ message, atHand: { event, trace: message.headers?.get('traceparent') } })
        else message.ack()
      } catch (cause) {
        log.error({ err: cause, subject: message.subject, streamSeq: message.seq }, 'a message that is no event is left aside')
        message.term('not JSON')
      }
    }
    const dealtWith = await together(
      source,
      taken.map(({ atHand }) => atHand),
      taken.map(({ message }) => message.info.deliveryCount),
    )
    for (const [index, { message }] of taken.entries()) {
      if (dealtWith[index]) message.ack()
      else message.nak(retryMs(message.info.deliveryCount))
    }
  }

  /** All in one transaction, and where that does not go, each on its own. True for each that is dealt with. */
  async function together(source: string, events: readonly AtHand[], tries: readonly number[]): Promise<boolean[]> {
    if (events.length === 0) return []
    const effects: (Effect | undefined)[] = await take(source, events).catch(() => events.map(() => undefined))
    const dealtWith: boolean[] = []
    for (const [index, atHand] of events.entries()) {
      const effect = effects[index]
      dealtWith.push(effect === 'applied' || effect === 'old' || (await alone(source, atHand, tries[index]!)))
    }
    return dealtWith
  }

  /** True where it is dealt with: in effect, old, or parked. */
  async function alone(source: string, atHand: AtHand, tries: number): Promise<boolean> {
    const { event } = atHand
    try {
      const effect = await fillingGap(source, atHand)
      if (effect === 'behind') return park(source, event, 'an event of this aggregate before it is parked')
      return effect !== 'gap'
    } catch (cause) {
      // While the database or the owner is away, nothing is wrong with the event.
      const away = isOutage(cause) || (cause instanceof Refusal && cause.problem.status >= 500)
      if (away || tries < maxTries) {
        log.warn({ err: cause, event: event.name, eventId: event.id, tries }, 'an event could not be handled; it is tried again')
        return false
      }
      log.error({ err: cause, event: event.name, eventId: event.id }, 'an event could not be handled; it is parked')
      return park(source, event, causeOf(cause))
    }
  }

  /** `behind`: one before it is parked. `gap`: what is missing could not be had now. */
  async function fillingGap(source: string, atHand: AtHand): Promise<Effect | 'behind'> {
    const { aggregate, aggregateId, version } = atHand.event
    for (;;) {
      const [effect] = await take(source, [atHand])
      if (effect !== 'gap') return effect!
      const { rows } = await sql<{ last: number; parked: boolean }>`
        select coalesce(max(version), 0) as last,
               exists (select from parked where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}) as parked
        from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}`.execute(database.sql)
      if (rows[0]!.parked) return 'behind'
      const { events } = await askHistory(bus, source, { aggregate, aggregateId, version: rows[0]!.last })
      const missing = events.filter((event) => event.version < version)
      if (missing.length === 0) return 'gap'
      for (const event of missing) await take(source, [{ event }])
    }
  }

  async function replay(eventId: string): Promise<number> {
    const { rows } = await sql<{ source: string; message: EventMessage }>`
      select p.source, p.message from parked p join parked asked using (source, aggregate, aggregate_id)
      where asked.event_id = ${eventId} order by p.version`.execute(database.sql)
    let replayed = 0
    for (const { source, message } of rows) {
      try {
        const [effect] = await take(source, [{ event: message }], { fromParked: true })
        if (effect === 'gap') throw new Error('an event of this aggregate before it has not taken effect')
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

/** What has arrived while the last batch was worked on, at most `batchSize`: one when little happens, many after an outage. */
async function* inBatches(messages: ConsumerMessages): AsyncIterable<JsMsg[]> {
  const arrived: JsMsg[] = []
  let ended = false
  let failure: unknown
  let wake = () => {}
  const reading = (async () => {
    for await (const message of messages) {
      arrived.push(message)
      wake()
    }
  })()
    .catch((cause) => {
      failure = cause
    })
    .finally(() => {
      ended = true
      wake()
    })
  for (;;) {
    if (arrived.length > 0) yield arrived.splice(0, batchSize)
    else if (ended) break
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  await reading
  if (failure) throw failure
}

const sourceOf = (event: string): string => event.slice(0, event.indexOf('.'))

const causeOf = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause))
