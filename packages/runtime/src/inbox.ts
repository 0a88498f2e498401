/**
 * Events from other services: one durable consumer per source, and the source's history for whoever starts later. An event
 * is acknowledged once it has taken effect or is parked: said = handled + parked + pending, always.
 */
import { type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream'
import { sql } from 'kysely'
import { askHistory } from './history.ts'
import { type InboxParts, inOrder } from './in-order.ts'
import { type EventMessage, streamOf } from './outbox.ts'
import type { AtHand } from './take-effect.ts'

export interface Inbox {
  /**
   * Handles again what is parked of an event's aggregate, in order, up to the first that still fails; for 5 seconds at most,
   * so that whoever asked hears of it. One at a time. @returns how many took effect.
   * @throws Refusal `unavailable` while another is under way.
   */
  replay(eventId: string): Promise<number>
  close(): Promise<void>
}

const batchSize = 100

export function openInbox(parts: InboxParts): Inbox {
  const { service, reactions, database, bus, log } = parts
  const { together, replay, retryMs } = inOrder(parts)
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
          // Not waited for: it ends what is read next.
          if (closed) void messages.close()
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

  /** Whoever keeps the broker makes it, since a consumer's maker says where it delivers. After a loss it is made again, and brings all there is. */
  async function ensureConsumer(source: string): Promise<void> {
    const question = JSON.stringify({ source, ackWaitMs: parts.ackWaitMs ?? 10_000 })
    const answer = await bus.connection.request(`keeper.follow.${service}`, question, { timeout: 2_000 })
    const { error } = answer.json<{ error?: string }>()
    if (error) throw new Error(error)
  }

  /**
   * Once per source, and again when one more of its aggregates is followed: what happened before the stream's memory. It is
   * joined live afterwards; versions bear the overlap.
   */
  async function readWholeHistory(source: string, stop: () => boolean): Promise<void> {
    const aggregates = [...followed].filter((one) => one.startsWith(`${source}/`)).map((one) => one.slice(source.length + 1))
    const { rows } = await sql<{ seq: number; complete: boolean }>`
      insert into history_read as h (source, aggregates) values (${source}, ${aggregates})
      on conflict (source) do update set
        aggregates = array(select distinct unnest(h.aggregates || excluded.aggregates)),
        seq = case when excluded.aggregates <@ h.aggregates then h.seq else 0 end,
        complete = h.complete and excluded.aggregates <@ h.aggregates
      returning seq::float8 as seq, complete`.execute(database.sql)
    let { seq, complete } = rows[0]!
    let tries = 0
    while (!complete && !stop()) {
      const page = await askHistory(bus, source, { seq })
      const events = page.events.filter((event) => isFollowed(source, event)).map((event) => ({ event }))
      const dealtWith = await together(source, events)
      if (dealtWith.every(Boolean)) {
        seq = page.events.at(-1)?.seq ?? seq
        complete = !page.more
        tries = 0
        await sql`update history_read set seq = ${seq}, complete = ${complete} where source = ${source}`.execute(database.sql)
      } else await new Promise((resolve) => setTimeout(resolve, retryMs(++tries)))
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
    )
    for (const [index, { message }] of taken.entries()) {
      if (dealtWith[index]) message.ack()
      else message.nak(retryMs(message.info.deliveryCount))
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
