import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { visits } from '../example/visits.ts'
import { type Database, openDatabase } from './database.ts'
import { type HistoryQuestion, readHistory } from './history.ts'
import { newId } from './id.ts'

const service = visits()
let place: TestDatabase
let database: Database
beforeAll(async () => {
  place = await testDatabase(service)
  database = await openDatabase(place.url, [], 4)
})
afterAll(async () => {
  await database?.close()
  await place?.drop()
})
beforeEach(async () => void (await sql`truncate event restart identity`.execute(database.sql)))

const write = (aggregateId: string, count: number, size = 10, aggregate = 'visit') =>
  sql`
    insert into event (id, name, aggregate, aggregate_id, version, data, occurred_at)
    select gen_random_uuid(), 'scheduling.place-booked', ${aggregate}, ${aggregateId}, n, jsonb_build_object('text', repeat('x', ${size})),
           '2026-10-25T00:30:00.123456Z'
    from generate_series(1, ${count}) n`.execute(database.sql)

async function readAll(question: HistoryQuestion) {
  const pages = []
  for (let next = question; ; ) {
    const page = await readHistory(database.sql, next)
    pages.push(page)
    const last = page.events.at(-1)
    if (!page.more) return pages
    next = 'seq' in next ? { seq: last!.seq } : { ...next, version: last!.version }
  }
}

test('all that was ever said, in the order in which it was, a page at a time', async () => {
  const [one, two] = [newId(), newId()]
  await write(one, 700)
  await write(two, 500)
  const pages = await readAll({ seq: 0 })
  expect(pages.map(({ events }) => events.length)).toEqual([500, 500, 200])
  const events = pages.flatMap((page) => page.events)
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_200 }, (_, n) => n + 1))
  expect(events[0]).toEqual({
    seq: 1,
    id: expect.any(String),
    name: 'scheduling.place-booked',
    aggregate: 'visit',
    aggregateId: one,
    version: 1,
    data: { text: 'xxxxxxxxxx' },
    occurredAt: '2026-10-25T00:30:00.123Z',
  })
})

test('a page fits into a message of the bus, however large its events are; one at least is in it', async () => {
  await write(newId(), 9, 200_000)
  const pages = await readAll({ seq: 0 })
  for (const page of pages) {
    expect(page.events.length).toBeGreaterThanOrEqual(1)
    expect(JSON.stringify(page).length).toBeLessThan(1_000_000)
  }
  expect(pages.flatMap(({ events }) => events.map(({ version }) => version))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  await sql`truncate event restart identity`.execute(database.sql)
  await write(newId(), 3, 700_000)
  expect((await readAll({ seq: 0 })).map(({ events }) => events.length)).toEqual([1, 1, 1])
})

test('of one thing, what came after a version', async () => {
  const [one, two] = [newId(), newId()]
  await write(one, 5)
  await write(two, 5)
  await write(one, 5, 10, 'hall')
  const { events, more } = await readHistory(database.sql, { aggregate: 'visit', aggregateId: one, version: 2 })
  expect(events.map(({ aggregate, aggregateId, version }) => [aggregate, aggregateId, version])).toEqual(
    [3, 4, 5].map((version) => ['visit', one, version]),
  )
  expect(more).toBe(false)
})

test('where there is nothing, there is nothing', async () => {
  expect(await readHistory(database.sql, { seq: 0 })).toEqual({ events: [], more: false })
})
