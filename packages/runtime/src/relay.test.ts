import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshFolder, removeFolder } from '../../../infra/local/fresh-folder.ts'
import { natsServer } from '../../../infra/local/nats.ts'
import { freePort } from '../../../infra/local/ports.ts'
import { Processes } from '../../../infra/local/processes.ts'
import { claim } from '../../../infra/local/running.ts'
import { keepBroker } from '../../../infra/nats/keeper.ts'
import { type TestBus, type TestDatabase, testBus, testDatabase } from '../../testing/src/index.ts'
import { infrastructure } from '../../testing/src/infrastructure.ts'
import { type Severable, severable } from '../example/severable.ts'
import { PlaceBooked, VisitPlanned, visits } from '../example/visits.ts'
import { type Bus, openBus } from './bus.ts'
import { systemClock } from './clock.ts'
import { type Database, openDatabase } from './database.ts'
import { newId } from './id.ts'
import { logger } from './log.ts'
import type { EventMessage } from './outbox.ts'
import { type Relay, startRelay } from './relay.ts'
import { unitOfWork } from './unit-of-work.ts'

const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
const service = visits()
const stream = 'evt-scheduling'
let nats: TestBus
let place: TestDatabase
let database: Database
let operations: NatsConnection
/** Of the relay under test: to NATS and to Postgres. */
let toNats: Severable
let toPostgres: Severable
let bus: Bus
const relays: Relay[] = []

beforeAll(async () => {
  ;[nats, place] = await Promise.all([testBus(), testDatabase(service)])
  database = await openDatabase(place.url, [], 6)
  operations = await connectTo(nats.url)
  toNats = await severable(nats.url)
  toPostgres = await severable(place.url)
  bus = await busOf(toNats.url)
})
afterAll(async () => {
  await bus?.close()
  await operations?.close()
  await Promise.all([toNats?.close(), toPostgres?.close()])
  await database?.close()
  await Promise.all([nats?.stop(), place?.drop()])
})
beforeEach(async () => {
  await sql`truncate event, aggregate_head, relay_state, audit`.execute(database.sql)
  await sql`update audit_head set seal_no = 0, seal = '\\x00'`.execute(database.sql)
})
afterEach(async () => {
  toNats.onSent = undefined
  await Promise.all(relays.splice(0).map((relay) => relay.close()))
  toNats.mend()
  toPostgres.mend()
  await streamIsThere()
  await (await jetstreamManager(operations)).streams.purge(stream)
})

const credentials = async (of: string) => credsAuthenticator(await readFile(nats.credentialsOf(of)))
const connectTo = async (servers: string) =>
  connect({ servers, inboxPrefix: '_INBOX.operations', authenticator: await credentials('operations') })
const busOf = (url: string) => openBus('scheduling', { NATS_URL: url, NATS_CREDS: nats.credentialsOf('scheduling') }, log)

function relay({ via = bus, postgres = toPostgres.url } = {}): Relay {
  const started = startRelay('scheduling', postgres, via, log)
  relays.push(started)
  return started
}

/** One commit about each of the visits, whose versions go on from what was said before. */
async function say(visitIds: readonly string[], relay?: Relay): Promise<void> {
  for (const visitId of visitIds) {
    const unit = { cause: { operation: 'scheduling.book-place', client: 'client', input: '' }, emits: [VisitPlanned, PlaceBooked] }
    await unitOfWork(database, systemClock, unit, async ({ emit }) => {
      emit(VisitPlanned, { visitId, places: 1 })
      emit(PlaceBooked, { visitId, booked: 1 })
    })
    relay?.nudge()
  }
}
const some = (n: number) => Array.from({ length: n }, () => newId())

async function onStream(connection = operations): Promise<(EventMessage & { seq: number })[]> {
  const manager = await jetstreamManager(connection)
  const info = await manager.streams.info(stream).catch(() => undefined)
  const found = []
  for (let seq = info?.state.first_seq ?? 1; seq <= (info?.state.last_seq ?? 0); seq++) {
    const message = await manager.streams.getMessage(stream, { seq })
    if (message) found.push({ ...message.json<EventMessage>(), seq })
  }
  return found
}
const deleteStream = async () => (await jetstreamManager(operations)).streams.delete(stream).catch(() => {})
const streamIsThere = async () => {
  const manager = await jetstreamManager(operations)
  await expect.poll(() => manager.streams.info(stream).then(Boolean, () => false)).toBe(true)
}
const unpublished = async () => (await sql`select from event where not published`.execute(database.sql)).rows.length
const published = () => expect.poll(unpublished, { timeout: 15_000 }).toBe(0)

/** Each event that was committed is there once; of each aggregate, in order. */
async function expectAll(connection = operations): Promise<void> {
  const there = await onStream(connection)
  const { rows } = await sql<{ id: string }>`select id from event`.execute(database.sql)
  expect(there.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())
  for (const [, events] of Map.groupBy(there, ({ aggregateId }) => aggregateId)) {
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  }
}

test('what was committed is on the stream: once, in order per aggregate, as it was said', async () => {
  const visitIds = some(20)
  const publishing = relay()
  await Promise.all([say(visitIds, publishing), say(visitIds, publishing), say(visitIds, publishing)])
  await published()
  await expectAll()
  const [first] = await onStream()
  const { rows } = await sql<{ id: string; at: Date }>`select id, occurred_at as at from event where id = ${first!.id}`.execute(
    database.sql,
  )
  expect(first).toMatchObject({
    name: 'scheduling.visit-planned',
    aggregate: 'visit',
    version: 1,
    data: { places: 1 },
    occurredAt: rows[0]!.at.toISOString(),
  })
})

test('what was committed while nothing ran is published by whoever comes next', async () => {
  await say(some(30))
  relay()
  await published()
  await expectAll()
})

test('a backlog larger than one batch is published whole', async () => {
  const visitId = newId()
  await sql`
    insert into event (id, name, aggregate, aggregate_id, version, data, occurred_at)
    select gen_random_uuid(), 'scheduling.place-booked', 'visit', ${visitId}, n, ${JSON.stringify({ visitId, booked: 1 })}::jsonb, now()
    from generate_series(1, 1250) n`.execute(database.sql)
  relay()
  await published()
  await expectAll()
})

test('the stream deleted while events are said: all are there, from the database', async () => {
  const publishing = relay()
  const visitIds = some(40)
  await say(visitIds, publishing)
  await published()
  const saying = (async () => {
    for (let n = 0; n < 5; n++) await say(visitIds, publishing)
  })()
  for (let n = 0; n < 3; n++) {
    await say(some(5), publishing)
    await deleteStream()
  }
  await saying
  // What was published before the last deletion is found to be lost, and published again.
  await expect.poll(async () => (await onStream()).length, { timeout: 20_000, interval: 200 }).toBe(2 * (40 * 6 + 15))
  await published()
  await expectAll()
}, 60_000)

test('a stream that was made anew meanwhile is filled again', async () => {
  await say(some(10))
  const first = relay()
  await published()
  await first.close()
  await deleteStream()
  await streamIsThere()
  relay()
  await expect.poll(async () => (await onStream()).length, { timeout: 10_000 }).toBe(20)
  await expectAll()
})

test('NATS out of reach: commits go on, and afterwards everything is published in order', async () => {
  const publishing = relay()
  const visitIds = some(20)
  await say(visitIds, publishing)
  await published()
  toNats.cut()
  await say(visitIds, publishing)
  expect(await unpublished()).toBe(40)
  toNats.mend()
  await published()
  await expectAll()
})

test('NATS lost in the middle of a batch, again and again: nothing is lost, nothing is there twice', async () => {
  const publishing = relay()
  const visitIds = some(30)
  await say(visitIds, publishing)
  await published()
  let cuts = 0
  for (let n = 0; n < 4; n++) {
    let acknowledging = 0
    toNats.onSent = (bytes, by) => {
      if (by !== 'server' || !bytes.includes('"stream":"evt-scheduling"')) return
      // What was published is on the stream; of its acknowledgements none comes back, or the first few.
      acknowledging += 1
      if (acknowledging <= n % 2) return
      toNats.onSent = undefined
      toNats.cut()
      cuts += 1
    }
    await say(visitIds, publishing)
    await expect.poll(async () => !bus.connected || (await unpublished()) === 0, { timeout: 10_000 }).toBe(true)
    toNats.onSent = undefined
    toNats.mend()
    await published()
  }
  expect(cuts).toBeGreaterThanOrEqual(2)
  await expectAll()
}, 60_000)

test('the database out of reach: the relay comes back with it', async () => {
  const publishing = relay()
  await say(some(3), publishing)
  await published()
  toPostgres.cut()
  await say(some(3), publishing)
  toPostgres.mend()
  await published()
  await expectAll()
})

const holders = async () =>
  (
    await sql<{ pid: number }>`
      select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`.execute(
      database.sql,
    )
  ).rows.map(({ pid }) => pid)

test('of two relays one holds; when it dies, the other takes over', async () => {
  relay({ postgres: place.url })
  await expect.poll(holders).toHaveLength(1)
  const second = await severable(place.url)
  const secondBus = await busOf(nats.url)
  const waiting = relay({ via: secondBus, postgres: second.url })
  await say(some(10), waiting)
  await published()
  const [first] = await holders()
  expect(await holders()).toHaveLength(1)
  // The holder dies as a process does: its session ends.
  await relays.shift()!.close()
  await say(some(10))
  await published()
  expect(await holders()).toHaveLength(1)
  expect(await holders()).not.toContain(first)
  await expectAll()
  await Promise.all(relays.splice(0).map((one) => one.close()))
  await second.close()
  await secondBus.close()
})

test('a session that the server ends gives up the lock, and the relay takes it again or another does', async () => {
  const publishing = relay()
  await expect.poll(holders).toHaveLength(1)
  await sql`select pg_terminate_backend(${(await holders())[0]})`.execute(database.sql)
  await say(some(5), publishing)
  await published()
  await expectAll()
})

test('one that only waits for its turn keeps one connection, however often it is nudged', async () => {
  const holding = relay({ postgres: place.url })
  await expect.poll(holders).toHaveLength(1)
  const line = await severable(place.url)
  relay({ via: bus, postgres: line.url })
  await expect.poll(() => line.connections).toBe(1)
  for (let n = 0; n < 20; n++) {
    await say(some(1), holding)
    await bus.connection.flush()
  }
  await published()
  expect(line.connections).toBe(1)
  await Promise.all(relays.splice(0).map((one) => one.close()))
  await line.close()
})

test('upkeep: replies are kept for 7 days, uploads until they expire', async () => {
  const reply = (key: string, days: number) =>
    sql`insert into kept_reply (caller, key, fingerprint, kept_at) values ('/c', ${key}, '\\x00', now() - make_interval(days => ${days}))`.execute(
      database.sql,
    )
  const upload = (id: string, days: number) =>
    sql`insert into upload (id, operation, client, length, metadata, expires_at) values (${id}, 'x', 'c', 1, '{}', now() + make_interval(days => ${days}))`.execute(
      database.sql,
    )
  const [gone, kept] = some(2) as [string, string]
  await Promise.all([reply('young', 6), reply('old', 8), upload(gone, -1), upload(kept, 1)])
  relay()
  await expect
    .poll(async () => (await sql`select key as id from kept_reply union all select id::text from upload`.execute(database.sql)).rows)
    .toEqual([{ id: 'young' }, { id: kept }])
})

test('upkeep that fails does not stop the relay', async () => {
  await sql`alter function make_event_partitions() rename to gone`.execute(database.sql)
  await say(some(3))
  relay()
  await published()
  await sql`alter function gone() rename to make_event_partitions`.execute(database.sql)
})

test('a month that began while nothing ran stays in the default partition, and keeps no other month from its own', async () => {
  const { rows } = await sql<{ month: string; next: string }>`
    select to_char(now(), 'YYYY_MM') as month, to_char(date_trunc('month', now()) + interval '1 month', 'YYYY_MM') as next`.execute(
    database.sql,
  )
  const { month, next } = rows[0]!
  await sql`drop table ${sql.table(`event_${month}`)}, ${sql.table(`event_${next}`)}`.execute(database.sql)
  await say(some(2))
  await sql`select make_event_partitions()`.execute(database.sql)
  const partitions = async () =>
    (await sql<{ name: string }>`select relid::regclass::text as name from pg_partition_tree('event')`.execute(database.sql)).rows.map(
      ({ name }) => name,
    )
  expect(await partitions()).not.toContain(`event_${month}`)
  expect(await partitions()).toContain(`event_${next}`)
  relay()
  await published()
  await expectAll()
})

// A stream cannot be told to go back: it takes a server's disk as it was before, which only a server of our own has.
const { server } = (() => {
  try {
    return infrastructure().nats
  } catch {
    return { server: undefined }
  }
})()
test.skipIf(server?.kind !== 'program')(
  'a stream that was set back is filled again, also where it has grown over what it lost before that is looked at',
  async () => {
    const program = (server as { path: string }).path
    const [folder, later] = [await freshFolder(), await freshFolder()]
    const silent = () => {}
    const processes = new Processes(await claim(folder, '', silent), silent)
    const others = new Processes(await claim(later, '', silent), silent)
    const start = async (into: Processes, of: string) => {
      const port = await freePort()
      await into.start(
        await natsServer({ server: program, folder: of, port, output: join(of, 'nats.log'), trust: infrastructure().nats.trust }),
      )
      return `nats://127.0.0.1:${port}`
    }
    const first = await start(processes, folder)
    const keeper = await keepBroker({ url: first, identity: infrastructure().nats.keeper, services: ['scheduling'], log: silent })
    await keeper.close()
    const line = await severable(first)
    const viaLine = await busOf(line.url)
    const publishing = relay({ via: viaLine })
    await say(some(5), publishing)
    await published()
    line.cut()
    // The disk as it is now is what will be restored.
    await processes.get('nats').stop()
    await cp(join(folder, 'jetstream'), join(later, 'jetstream'), { recursive: true })
    line.mend(await start(processes, folder))
    await expect.poll(() => viaLine.connected, { timeout: 5_000 }).toBe(true)
    await say(some(3), publishing)
    await published()
    const restored = await start(others, later)
    line.cut()
    line.mend(restored)
    await expect.poll(() => viaLine.connected, { timeout: 5_000, interval: 5 }).toBe(true)
    await say(some(10), publishing)
    await published()
    const connection = await connectTo(restored)
    await expect.poll(async () => (await onStream(connection)).length, { timeout: 10_000 }).toBe(36)
    await expectAll(connection)
    await Promise.all(relays.splice(0).map((one) => one.close()))
    await Promise.all([connection.close(), viaLine.close()])
    await line.close()
    await Promise.all([processes.stop(), others.stop()])
    await Promise.all([removeFolder(folder), removeFolder(later)])
  },
  60_000,
)
