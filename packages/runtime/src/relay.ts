/**
 * Publishes events from Postgres to JetStream. One process of a service holds it (an advisory lock); a core NATS message
 * after each commit wakes it, and polling is the net. Postgres is the log: what a broker has lost is published again.
 */
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import pg from 'pg'
import { type ChainHead, sealAudit } from './audit.ts'
import type { Bus } from './bus.ts'
import type { Logger } from './log.ts'
import { streamOf, subjectOf } from './outbox.ts'

export interface Relay {
  /** Something was committed. */
  nudge(): void
  close(): Promise<void>
}

const batchSize = 500
const pollMs = 100
/** Without an acknowledgement by then, an event is published again, and the stream knows it by its id. */
const publishMs = 2_000
const checkStreamMs = 1_000
const standbyMs = 500
const noteHeadMs = 10_000
const keepDays = 35
const relayLock = 0x6e6c63

const upkeep = [
  'select make_event_partitions()',
  `delete from kept_reply where kept_at < now() - interval '7 days'`,
  'delete from upload where expires_at < now()',
]

interface Row {
  seq: number
  recorded_at: string
  id: string
  name: string
  aggregate: string
  aggregate_id: string
  version: number
  occurred_at: string
  data: string
  trace: string | null
}

export function startRelay(service: string, postgresUrl: string, bus: Bus, log: Logger): Relay {
  const nudgeSubject = `nudge.${service}`
  const stream = streamOf(service)
  let closed = false
  /** The highest number that the stream has acknowledged. */
  let told = 0
  let holding = false
  let wake = () => {}
  let woken = false
  const nudged = () => {
    // Whoever only waits for the lock has nothing to do with it.
    if (!holding) return
    woken = true
    wake()
  }
  const subscription = bus.connection.subscribe(nudgeSubject, { callback: nudged })
  const running = hold()

  return {
    nudge() {
      if (bus.connected) bus.connection.publish(nudgeSubject)
    },
    async close() {
      closed = true
      subscription.unsubscribe()
      wake()
      await running
    },
  }

  /** Sleeps until something happens, at most `ms`. */
  async function pause(ms: number): Promise<void> {
    if (closed || woken) {
      woken = false
      return
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    woken = false
  }

  /** Takes the lock as soon as it is free, and relays until the connection that holds it is lost. */
  async function hold(): Promise<void> {
    while (!closed) {
      const client = new pg.Client({ connectionString: postgresUrl, keepAlive: true })
      client.on('error', () => {})
      try {
        await client.connect()
        while (!closed && !holding) {
          const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [relayLock])
          holding = rows[0]!.held
          if (!holding) await pause(standbyMs)
        }
        await relay(client)
      } catch (cause) {
        if (!closed) {
          log.warn({ err: cause }, 'the relay lost its connection; trying again')
          await pause(200)
        }
      } finally {
        holding = false
        // Not waited for: with a connection that broke it may never answer.
        void client.end().catch(() => {})
      }
    }
  }

  async function relay(client: pg.Client): Promise<void> {
    let nextCheck = 0
    let nextUpkeep = 0
    let nextNote = 0
    let ready = false
    let head: ChainHead | undefined
    while (!closed) {
      const now = Date.now()
      if (now >= nextUpkeep) {
        nextUpkeep = now + 24 * 60 * 60_000
        for (const statement of upkeep)
          await client.query(statement).catch((cause) => log.error({ err: cause, statement }, 'upkeep failed; tried again tomorrow'))
      }
      if (now >= nextCheck || !ready) {
        nextCheck = now + checkStreamMs
        ready =
          bus.connected &&
          (await agreeOnStream(client).catch((cause) => void log.warn({ err: cause }, 'the event stream cannot be looked at'))) === true
      }
      let more = false
      if (ready) {
        try {
          more = (await publishBatch(client)) === batchSize
        } catch (cause) {
          // Not ours to judge: the stream may be gone. It is looked at before the next try; the database's faults end the hold.
          if (!(cause instanceof PublishFailed)) throw cause
          ready = false
          log.warn({ err: cause.cause }, 'publishing failed; the events wait in the database')
        }
      }
      head = (await sealAudit(client)) ?? head
      if (head && now >= nextNote) {
        // Outside of the database: against this, a chain is found whose end was cut off.
        log.info({ head }, 'the audit is sealed up to here')
        head = undefined
        nextNote = now + noteHeadMs
      }
      if (!more) await pause(pollMs)
    }
  }

  async function publishBatch(client: pg.Client): Promise<number> {
    const { rows } = await client.query<Row>({
      name: 'relay-next',
      text: `select seq, recorded_at::text, id, name, aggregate, aggregate_id, version,
                    to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at, data::text, trace
             from event where not published order by seq limit ${batchSize}`,
    })
    if (rows.length === 0) return 0
    const js = jetstream(bus.connection)
    // Pipelined: all on their way before the first acknowledgement is waited for.
    const results = await Promise.allSettled(
      rows.map(({ id, name, aggregate, aggregate_id, version, occurred_at, data, trace }) => {
        const meta = headers()
        if (trace) meta.set('traceparent', trace)
        const envelope = `{"id":"${id}","name":"${name}","aggregate":"${aggregate}","aggregateId":${JSON.stringify(aggregate_id)},"version":${version},"occurredAt":"${occurred_at}","data":${data}}`
        return js.publish(subjectOf(name), envelope, { msgID: id, headers: meta, expect: { streamName: stream }, timeout: publishMs })
      }),
    )
    const done = results.flatMap((result, index) =>
      result.status === 'fulfilled' ? [{ row: rows[index]!, streamSeq: result.value.seq, fresh: !result.value.duplicate }] : [],
    )
    if (done.length > 0) {
      // A stream only counts up. One that gives a number again was set back, and has since grown over what it lost.
      const first = Math.min(...done.flatMap(({ streamSeq, fresh }) => (fresh ? [streamSeq] : [])))
      if (first <= told) await publishAgain(client, `stream_seq >= ${first}`)
      told = Math.max(...done.map(({ streamSeq }) => streamSeq), first <= told ? 0 : told)
      await client.query({
        name: 'relay-published',
        text: `with done as (
                 select * from unnest($1::timestamptz[], $2::bigint[], $3::bigint[]) as d(recorded_at, seq, stream_seq)
               ), marked as (
                 update event e set published = true, stream_seq = done.stream_seq from done where e.recorded_at = done.recorded_at and e.seq = done.seq
               )
               update relay_state set last_seq = $5 where stream = $4`,
        values: [
          done.map(({ row }) => row.recorded_at),
          done.map(({ row }) => row.seq),
          done.map(({ streamSeq }) => streamSeq),
          stream,
          told,
        ],
      })
    }
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw new PublishFailed(failed.reason)
    return rows.length
  }

  /** Marks for publishing what the stream does not hold though it once was told. There may be none: who keeps the broker makes it. */
  async function agreeOnStream(client: pg.Client): Promise<boolean> {
    const manager = await jetstreamManager(bus.connection, { checkAPI: false })
    const info = await manager.streams.info(stream)
    const { rows } = await client.query<{ same: boolean; last_seq: number }>(
      'select stream_created = $2::timestamptz as same, last_seq::float8 as last_seq from relay_state where stream = $1',
      [stream, info.created],
    )
    const known = rows[0]
    if (known?.same && known.last_seq <= info.state.last_seq) {
      told = known.last_seq
      return true
    }
    await client.query('begin')
    // Another stream than the one we told: all that it should hold. The same one, set back: what came after.
    await publishAgain(client, known?.same ? `stream_seq > ${info.state.last_seq}` : 'true')
    await client.query(
      `insert into relay_state (stream, stream_created, last_seq) values ($1, $2, $3)
       on conflict (stream) do update set stream_created = excluded.stream_created, last_seq = excluded.last_seq`,
      [stream, info.created, info.state.last_seq],
    )
    await client.query('commit')
    told = info.state.last_seq
    return true
  }

  async function publishAgain(client: pg.Client, lost: string): Promise<void> {
    const { rowCount } = await client.query(
      `update event set published = false, stream_seq = null where published and recorded_at > now() - interval '${keepDays} days' and ${lost}`,
    )
    if (rowCount) log.warn({ events: rowCount }, 'the broker has lost events; they are published again from the database')
  }
}

class PublishFailed extends Error {
  constructor(cause: unknown) {
    super('publishing failed', { cause })
  }
}
