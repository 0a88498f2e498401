import { event } from '@nlc/contracts/define'
import { Id } from '@nlc/contracts/formats'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestBus, type TestDatabase, testBus, testDatabase } from '../../testing/src/index.ts'
import { eventsOf, type Owner, openOwner } from '../example/owner.ts'
import { type Severable, severable } from '../example/severable.ts'
import { witness } from '../example/witness.ts'
import { type Bus, openBus } from './bus.ts'
import { systemClock } from './clock.ts'
import { type Database, openDatabase } from './database.ts'
import { react } from './handle.ts'
import { newId } from './id.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { logger } from './log.ts'
import type { EventMessage } from './outbox.ts'

const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
let nats: TestBus
let place: TestDatabase
let line: Severable
let database: Database
let beside: Database
let bus: Bus
let owner: Owner
let inboxes: Inbox[] = []

let hearing: (visitId: string, version: number) => Promise<void> | void = () => {}
const { reactions, ...service } = witness(({ visitId, version }, when) => (when === 'after' ? hearing(visitId, version) : undefined))

beforeAll(async () => {
  ;[nats, place] = await Promise.all([testBus(), testDatabase(service)])
  line = await severable(place.url)
  database = await openDatabase(line.url, [], 6)
  beside = await openDatabase(place.url, [], 4)
  bus = await openBus('roles', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('roles') }, log)
  owner = await openOwner(nats.url, nats.credentialsOf)
})
afterAll(async () => {
  await Promise.all([bus?.close(), owner?.close(), database?.close(), beside?.close()])
  await line?.close()
  await Promise.all([nats?.stop(), place?.drop()])
})
beforeEach(async () => {
  hearing = () => {}
  owner.isThere()
  owner.history = []
  await owner.loseStream()
  await sql`truncate inbox, parked, history_read, heard, known_visit, audit, event, aggregate_head`.execute(beside.sql)
})
afterEach(async () => {
  line.mend()
  await Promise.all(inboxes.splice(0).map((inbox) => inbox.close()))
})

function follow(more: { reactions?: typeof reactions; bus?: Bus; database?: Database; retryMs?: number } = {}): Inbox {
  const parts = { service: 'roles', reactions, database, clock: systemClock, bus, log, committed: () => {}, retryMs: 4, ackWaitMs: 500 }
  const inbox = openInbox({ ...parts, ...more })
  inboxes.push(inbox)
  return inbox
}
async function say(...events: readonly EventMessage[]): Promise<void> {
  owner.history.push(...events)
  for (const event of events) await owner.deliver(event)
}
const heardOf = async (visitId: string) =>
  (await sql<{ version: number }>`select version from heard where visit_id = ${visitId} order by no`.execute(beside.sql)).rows.map(
    ({ version }) => version,
  )
const hears = (visitId: string, count: number) =>
  expect.poll(() => heardOf(visitId), { timeout: 10_000 }).toEqual(Array.from({ length: count }, (_, n) => n + 1))
const parked = async () =>
  (await sql<{ version: number }>`select version from parked order by version`.execute(beside.sql)).rows.map(({ version }) => version)

test('a service that starts last hears all that was ever said, also what the stream no longer holds', async () => {
  const [early, late] = [newId(), newId()]
  owner.history.push(...eventsOf(early, 20))
  follow()
  await hears(early, 20)
  await say(...eventsOf(late, 2))
  await hears(late, 2)
})

test('what is said while the history is read takes effect once', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 60)
  owner.history.push(...events.slice(0, 40))
  follow()
  await say(...events.slice(40))
  // And the stream still holds some of what the history told.
  for (const event of events.slice(20, 40)) await owner.deliver(event)
  await hears(visitId, 60)
})

test('a history that was being read when the process ended is read on from there', async () => {
  const visitId = newId()
  owner.history.push(...eventsOf(visitId, 12))
  const half = Promise.withResolvers<void>()
  hearing = (_, version) => (version === 7 ? half.promise : undefined)
  const first = follow()
  await expect.poll(() => heardOf(visitId).then(({ length }) => length)).toBe(6)
  const closing = first.close()
  half.resolve()
  await closing
  inboxes = []
  const { rows } = await sql<{ seq: number; complete: boolean }>`select seq, complete from history_read`.execute(beside.sql)
  expect(rows[0]).toMatchObject({ complete: false })
  expect(rows[0]!.seq).toBeGreaterThanOrEqual(6)
  follow()
  await hears(visitId, 12)
})

test('one more kind of thing is followed: what was said of it before is read, too, and of the others nothing a second time', async () => {
  const Opened = event('scheduling.hall-opened', { summary: '', about: { hall: 'hallId' }, data: { hallId: Id } })
  const onlyHalls = [react('roles.hear-of-halls', { on: Opened }, async () => {})]
  const [hallId, visitId] = [newId(), newId()]
  owner.history.push(
    { ...eventsOf(hallId, 1)[0]!, name: 'scheduling.hall-opened', aggregate: 'hall', data: { hallId } },
    ...eventsOf(visitId, 3),
  )
  await follow({ reactions: onlyHalls }).close()
  follow({ reactions: onlyHalls })
  await expect.poll(async () => (await sql`select from history_read where complete`.execute(beside.sql)).rows).toHaveLength(1)
  await Promise.all(inboxes.splice(0).map((inbox) => inbox.close()))
  expect(await heardOf(visitId)).toEqual([])
  const hear = vi.fn()
  follow({ reactions: [...reactions, react('roles.hear-of-halls', { on: Opened }, async () => hear())] })
  await hears(visitId, 3)
  expect(hear).not.toHaveBeenCalled()
})

test('where the owner of the history is away, a new service waits for it, and then hears all', async () => {
  const visitId = newId()
  owner.isAway()
  owner.history.push(...eventsOf(visitId, 3))
  follow()
  await expect.poll(async () => (await sql`select from history_read`.execute(beside.sql)).rows).toHaveLength(1)
  expect(await heardOf(visitId)).toEqual([])
  owner.isThere()
  await hears(visitId, 3)
})

test('a gap is asked of the owner; while the owner is away, what is behind it waits, and is not parked', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 4)
  follow()
  await say(events[0]!)
  await hears(visitId, 1)
  owner.isAway()
  owner.history.push(...events.slice(1))
  await owner.deliver(events[3]!)
  // Long enough for more tries than an event has.
  await expect.poll(() => owner.deliveriesTo('roles'), { timeout: 10_000 }).toBeGreaterThan(8)
  expect(await parked()).toEqual([])
  owner.isThere()
  await hears(visitId, 4)
})

test('what its owner has lost is waited for, and holds up nothing else', async () => {
  const [broken, whole] = [newId(), newId()]
  const events = eventsOf(broken, 3)
  follow()
  await say(events[0]!)
  await hears(broken, 1)
  await say(events[2]!)
  await say(...eventsOf(whole, 3))
  await hears(whole, 3)
  expect(await heardOf(broken)).toEqual([1])
  await expect.poll(() => owner.pendingOf('roles')).toBe(1)
  // As it may be found again, in a backup.
  owner.history.splice(1, 0, events[1]!)
  await hears(broken, 3)
})

test('what is missing before an event and cannot be handled is parked with its own cause, the event behind it', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 3)
  hearing = (_, version) => {
    if (version === 2) throw new Error('not this one')
  }
  follow()
  await say(events[0]!)
  await hears(visitId, 1)
  // The second never comes by the stream.
  owner.history.push(events[1]!)
  await say(events[2]!)
  await expect.poll(parked, { timeout: 10_000 }).toEqual([2, 3])
  const { rows } = await sql<{ cause: string }>`select cause from parked order by version`.execute(beside.sql)
  expect(rows.map(({ cause }) => cause)).toEqual(['Error: not this one', 'an event of this aggregate before it is parked'])
})

test('an event is tried five times, some time apart, however many that follow it ask for it', async () => {
  const visitId = newId()
  let tries = 0
  const times: number[] = []
  hearing = (_, version) => {
    if (version !== 2) return
    tries += 1
    times.push(performance.now())
    throw new Error('not this one')
  }
  follow({ retryMs: 40 })
  await say(...eventsOf(visitId, 30))
  await expect.poll(parked, { timeout: 10_000 }).toHaveLength(29)
  // Those at hand are tried together at first; from then on it is five times on its own.
  expect(tries).toBeGreaterThanOrEqual(5)
  expect(tries).toBeLessThanOrEqual(7)
  // 40 + 80 + 160 + 320 ms, or at least the half of it.
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(300)
})

test('a parked event that is brought again stays parked and is not tried, until it is replayed', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 2)
  hearing = () => {
    throw new Error('not this one')
  }
  const inbox = follow()
  await say(...events)
  await expect.poll(parked, { timeout: 10_000 }).toEqual([1, 2])
  const trying = vi.fn()
  hearing = trying
  for (const event of events) await owner.deliver(event)
  await expect.poll(() => owner.pendingOf('roles')).toBe(0)
  expect(trying).not.toHaveBeenCalled()
  expect(await parked()).toEqual([1, 2])
  expect(await inbox.replay(events[1]!.id)).toBe(2)
  await hears(visitId, 2)
})

test('events that arrive during a replay are not left behind', async () => {
  const inbox = follow()
  for (let round = 0; round < 8; round++) {
    const visitId = newId()
    const events = eventsOf(visitId, 30)
    hearing = () => {
      throw new Error('not this one')
    }
    await say(...events.slice(0, 3))
    await expect.poll(parked, { timeout: 10_000 }).toEqual([1, 2, 3])
    hearing = () => {}
    const saying = say(...events.slice(3))
    expect(await inbox.replay(events[0]!.id)).toBeGreaterThanOrEqual(3)
    await saying
    await hears(visitId, 30)
    expect(await parked()).toEqual([])
  }
})

test('what comes while the last one before it is just being replayed waits for that, and is not parked behind nothing', async () => {
  const visitId = newId()
  const [first, second] = eventsOf(visitId, 2) as [EventMessage, EventMessage]
  hearing = (_, version) => {
    if (version === 1) throw new Error('not this one')
  }
  follow()
  await say(first)
  await expect.poll(parked, { timeout: 10_000 }).toEqual([1])
  await beside.sql.transaction().execute(async (replaying) => {
    await sql`delete from parked`.execute(replaying)
    await sql`insert into inbox (source, aggregate, aggregate_id, version) values ('scheduling', 'visit', ${visitId}, 1)`.execute(replaying)
    await say(second)
    const waiting = async () =>
      (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(beside.sql)).rows
        .length
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
  })
  await expect.poll(() => heardOf(visitId), { timeout: 10_000 }).toEqual([2])
  expect(await parked()).toEqual([])
})

test('an outage of the database parks nothing, and counts for no try', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 6)
  follow()
  await say(events[0]!)
  await hears(visitId, 1)
  await expect.poll(async () => (await sql`select from history_read where complete`.execute(beside.sql)).rows).toHaveLength(1)
  let failures = 3
  hearing = (_, version) => {
    if (version === 4 && failures-- > 0) throw new Error('not yet')
  }
  line.cut()
  await say(...events.slice(1))
  // The broker brings them again and again meanwhile.
  await expect.poll(() => owner.deliveriesTo('roles'), { timeout: 10_000 }).toBeGreaterThan(6 * 6)
  line.mend()
  await hears(visitId, 6)
  expect(await parked()).toEqual([])
})

test('of two instances each event takes effect in one, and once', async () => {
  const visitIds = Array.from({ length: 5 }, () => newId())
  const all = visitIds.map((visitId) => eventsOf(visitId, 40))
  const secondBus = await openBus('roles', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('roles') }, log)
  follow()
  follow({ bus: secondBus, database: beside })
  for (let n = 0; n < 40; n++) await say(...all.map((events) => events[n]!))
  for (const visitId of visitIds) await hears(visitId, 40)
  await Promise.all(inboxes.splice(0).map((inbox) => inbox.close()))
  await secondBus.close()
})

test('a message that is no event is left aside, and holds up nothing', async () => {
  const visitId = newId()
  follow()
  await owner.deliver({ name: 'scheduling.visit-planned' } as never)
  await owner.deliver({ ...eventsOf(newId(), 1)[0]!, aggregate: undefined as never })
  await say(...eventsOf(visitId, 2))
  await hears(visitId, 2)
  await expect.poll(() => owner.pendingOf('roles')).toBe(0)
})

test('an event whose data are not what the contract says is parked, and says so', async () => {
  const [first] = eventsOf(newId(), 1) as [EventMessage]
  follow()
  await say({ ...first, data: { visitId: first.aggregateId, places: 'many' } })
  await expect.poll(parked, { timeout: 10_000 }).toEqual([1])
  const { rows } = await sql<{ cause: string }>`select cause from parked`.execute(beside.sql)
  expect(rows[0]!.cause).toContain('roles.notice-visit: [{"at":"/places","rule":"type"')
})

test('what changes nothing is not in the audit', async () => {
  const visitId = newId()
  const events = eventsOf(visitId, 2)
  follow()
  await say(...events)
  await hears(visitId, 2)
  const audited = async () => (await sql`select from audit`.execute(beside.sql)).rows.length
  const before = await audited()
  for (const event of events) await owner.deliver(event)
  await expect.poll(() => owner.pendingOf('roles')).toBe(0)
  expect(await audited()).toBe(before)
})

test('closing right after opening ends', async () => {
  for (let n = 0; n < 5; n++) {
    const inbox = follow()
    inboxes = []
    await inbox.close()
  }
})
