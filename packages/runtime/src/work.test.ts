import { sql } from 'kysely'
import Type from 'typebox'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { type Severable, severable } from '../example/severable.ts'
import { type Hooks, ReminderSent, RemindersFailed, visits } from '../example/visits.ts'
import { type Database, openDatabase } from './database.ts'
import { work as defineWork } from './handle.ts'
import { newId } from './id.ts'
import { logger } from './log.ts'
import { unitOfWork } from './unit-of-work.ts'
import { startWorker, type Worker } from './work.ts'

const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
let place: TestDatabase
let line: Severable
let database: Database
/** Of a process that is to be killed. */
let severed: Database
let offsetMs = 0
const clock = { now: () => new Date(Date.now() + offsetMs), close: () => {} }
const workers: Worker[] = []
/** Ends what a test holds up. */
let release: () => void = () => {}

beforeAll(async () => {
  place = await testDatabase(visits())
  line = await severable(place.url)
  database = await openDatabase(place.url, [], 8)
  severed = await openDatabase(line.url, [], 4)
})
afterAll(async () => {
  await Promise.all([database?.close(), severed?.close()])
  await line?.close()
  await place?.drop()
})
beforeEach(async () => {
  offsetMs = 0
  await sql`truncate work, event, aggregate_head, reminder, audit`.execute(database.sql)
})
afterEach(async () => {
  release()
  line.mend()
  await Promise.all(workers.splice(0).map((worker) => worker.close()))
})

function work(hooks: Hooks = {}, more: { database?: Database; claimSeconds?: number } = {}): Worker {
  const worker = startWorker({ service: 'scheduling', works: visits(hooks).works, database, clock, log, committed: () => {}, ...more })
  workers.push(worker)
  return worker
}
const [sendReminders] = visits().works
async function queue(visitId: string, reminders: number, options: { key?: string; runAt?: Date } = {}): Promise<string> {
  const queued = await unitOfWork(database, clock, { cause: undefined, emits: [] }, ({ enqueue }) =>
    enqueue(sendReminders!, { visitId, reminders }, options),
  )
  return queued!.result
}
interface Row {
  status: string
  attempts: number
  cause: string | null
  claimed: boolean
}
const rowOf = async (id: string): Promise<Row> =>
  (await sql<Row>`select status, attempts, cause, claimed_by is not null as claimed from work where id = ${id}`.execute(database.sql))
    .rows[0]!
const becomes = (id: string, status: string) => expect.poll(() => rowOf(id), { timeout: 15_000 }).toMatchObject({ status })
const sentBy = async (id: string) =>
  (await sql<{ reminder: number }>`select reminder from reminder where work_id = ${id} order by reminder`.execute(database.sql)).rows.map(
    ({ reminder }) => reminder,
  )
const said = async (name: string, visitId: string) =>
  (
    await sql<{
      data: { reminder?: number }
    }>`select data from event where name = ${name} and aggregate_id = ${visitId} order by version`.execute(database.sql)
  ).rows.map(({ data }) => data.reminder)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
/** Each step took effect once, and said so once. */
async function expectSent(id: string, visitId: string, count: number): Promise<void> {
  expect(await sentBy(id)).toEqual(upTo(count))
  expect(await said(ReminderSent.name, visitId)).toEqual(upTo(count))
}
const hangs = () =>
  new Promise<void>((resolve) => {
    release = resolve
  })

test('work is done step after step, each in a transaction with what it says', async () => {
  const visitId = newId()
  const id = await queue(visitId, 5)
  work()
  await becomes(id, 'done')
  await expectSent(id, visitId, 5)
  expect((await sql`select from audit where operation = 'scheduling.send-reminders'`.execute(database.sql)).rows).toHaveLength(5)
})

test('what is queued is begun at once, not at the next look', async () => {
  const worker = work()
  const took: number[] = []
  for (let n = 0; n < 5; n++) {
    const began = performance.now()
    const id = await queue(newId(), 1)
    worker.nudge()
    await expect.poll(() => rowOf(id), { interval: 5 }).toMatchObject({ status: 'done' })
    took.push(performance.now() - began)
  }
  // It looks each 500 ms.
  expect(Math.min(...took)).toBeLessThan(250)
})

test('killed in the middle of a step: another goes on from the last that was committed, once the claim has run out', async () => {
  const visitId = newId()
  const id = await queue(visitId, 6)
  const stuck = Promise.withResolvers<void>()
  work(
    {
      reminding: (reminder) => {
        if (reminder !== 3) return
        stuck.resolve()
        return hangs()
      },
    },
    { database: severed, claimSeconds: 1 },
  )
  await stuck.promise
  // As a process dies: its sessions end, and with them what they had begun.
  line.cut()
  work({}, { claimSeconds: 1 })
  await becomes(id, 'done')
  await expectSent(id, visitId, 6)
})

test('as long as a step is under way, nobody else takes the work, however long ago it was claimed', async () => {
  const visitId = newId()
  const id = await queue(visitId, 2)
  const stuck = Promise.withResolvers<void>()
  work(
    {
      reminding: (reminder) => {
        if (reminder !== 1) return
        stuck.resolve()
        return hangs()
      },
    },
    { claimSeconds: 0 },
  )
  await stuck.promise
  const others: number[] = []
  const other = work({ reminding: (reminder) => void others.push(reminder) }, { claimSeconds: 0 })
  // It looks, and finds this one alone.
  const second = await queue(newId(), 1)
  other.nudge()
  await becomes(second, 'done')
  expect(others).toEqual([1])
  expect(await sentBy(id)).toEqual([])
  release()
  await becomes(id, 'done')
  await expectSent(id, visitId, 2)
})

test('work that another has taken over is let go', async () => {
  const visitId = newId()
  // The one that takes it over waits for a step to end, and may lose against the next one a few times.
  const steps = 100
  const id = await queue(visitId, steps)
  const stuck = Promise.withResolvers<void>()
  const ours: number[] = []
  work({
    reminding: (reminder) => {
      ours.push(reminder)
      if (ours.length > 1) return
      stuck.resolve()
      return hangs()
    },
  })
  await stuck.promise
  const taking = sql`update work set claimed_by = ${newId()}, claimed_until = now() + interval '1 hour' where id = ${id}`.execute(
    database.sql,
  )
  const waiting = async () =>
    (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database.sql)).rows
      .length
  await expect.poll(waiting).toBe(1)
  release()
  await taking
  const sent = await sentBy(id)
  expect(sent.length).toBeLessThan(steps)
  // Another is begun, so the one that was lost has been let go.
  const next = newId()
  await becomes(await queue(next, 1), 'done')
  expect(await sentBy(id)).toEqual(sent)
  expect(ours).toEqual([...sent, 1])
})

test('an orderly end finishes the step under way and gives the work back: another goes on at once', async () => {
  const visitId = newId()
  const id = await queue(visitId, 4)
  const stuck = Promise.withResolvers<void>()
  const first = work({
    reminding: (reminder) => {
      if (reminder !== 2) return
      stuck.resolve()
      return hangs()
    },
  })
  await stuck.promise
  const closing = first.close()
  release()
  await closing
  expect(await sentBy(id)).toEqual([1, 2])
  expect(await rowOf(id)).toMatchObject({ status: 'queued', claimed: false, attempts: 0 })
  const began = performance.now()
  work()
  await becomes(id, 'done')
  expect(performance.now() - began).toBeLessThan(10_000)
  await expectSent(id, visitId, 4)
})

test('work waits for its time by the domain’s clock', async () => {
  const visitId = newId()
  const day = 24 * 60 * 60_000
  const id = await queue(visitId, 1, { runAt: new Date(Date.now() + day) })
  const worker = work()
  const other = await queue(newId(), 1)
  worker.nudge()
  await becomes(other, 'done')
  expect(await rowOf(id)).toMatchObject({ status: 'queued', claimed: false })
  offsetMs = day + 1_000
  worker.nudge()
  await becomes(id, 'done')
  await expectSent(id, visitId, 1)
  const { rows } = await sql<{ at: Date }>`select sent_at as at from reminder where work_id = ${id}`.execute(database.sql)
  expect(rows[0]!.at.getTime()).toBeGreaterThan(Date.now() + day - 60_000)
})

test('moving the clock does not let a process’s claim run out', async () => {
  const visitId = newId()
  const id = await queue(visitId, 2)
  const stuck = Promise.withResolvers<void>()
  work(
    {
      reminding: (reminder) => {
        if (reminder !== 1) return
        stuck.resolve()
        return hangs()
      },
    },
    { database: severed },
  )
  await stuck.promise
  line.cut()
  offsetMs = 365 * 24 * 60 * 60_000
  const other = work()
  await becomes(await queue(newId(), 1), 'done')
  other.nudge()
  expect(await rowOf(id)).toMatchObject({ status: 'queued', claimed: true })
})

test('a step that fails leaves nothing, and is tried again; what went well before stays', async () => {
  const visitId = newId()
  const id = await queue(visitId, 3)
  const attempts: string[] = []
  work({
    reminding: (reminder, attempt) => {
      attempts.push(`${reminder}/${attempt}`)
      if (reminder === 2 && attempt < 3) throw new Error('the post is closed')
    },
  })
  await becomes(id, 'done')
  expect(attempts).toEqual(['1/1', '2/1', '2/2', '2/3', '3/1'])
  await expectSent(id, visitId, 3)
})

test('after as many failures as it may have, it is given up: what is to be said then is said, once', async () => {
  const visitId = newId()
  const id = await queue(visitId, 3)
  let tries = 0
  work({
    reminding: (reminder) => {
      if (reminder === 1) return
      tries += 1
      throw new Error('the post is closed')
    },
  })
  await becomes(id, 'gave-up')
  expect(tries).toBe(3)
  await expectSent(id, visitId, 1)
  expect(await said(RemindersFailed.name, visitId)).toHaveLength(1)
  expect(await rowOf(id)).toMatchObject({ cause: 'Error: the post is closed' })
})

test('an outage of the database is no failure of the work', async () => {
  const visitId = newId()
  const id = await queue(visitId, 3)
  const attempts: number[] = []
  let cuts = 4
  work(
    {
      reminding: (_, attempt) => {
        attempts.push(attempt)
        if (cuts-- <= 0) return
        line.cut()
        line.mend()
      },
    },
    { database: severed, claimSeconds: 0 },
  )
  await becomes(id, 'done')
  expect(new Set(attempts)).toEqual(new Set([1]))
  await expectSent(id, visitId, 3)
})

test('with a key, one is queued at a time, at the earliest of the times that were named', async () => {
  const visitId = newId()
  const soon = new Date(Date.now() + 60_000)
  const late = new Date(Date.now() + 120_000)
  const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => queue(visitId, 1, { key: 'visit', runAt: n === 7 ? soon : late })))
  expect(new Set(ids).size).toBe(1)
  const { rows } = await sql<{ at: Date }>`select run_at as at from work`.execute(database.sql)
  expect(rows).toEqual([{ at: soon }])
  // Another kind of thing, and the same once it is done, is another piece of work.
  expect(await queue(visitId, 1, { key: 'other', runAt: late })).not.toBe(ids[0])
  offsetMs = 90_000
  const worker = work()
  worker.nudge()
  await becomes(ids[0]!, 'done')
  expect(await queue(visitId, 1, { key: 'visit', runAt: late })).not.toBe(ids[0])
})

test('what is queued with a key while that very work takes its last step is not lost', async () => {
  const visitId = newId()
  const id = await queue(visitId, 1, { key: 'visit' })
  const stuck = Promise.withResolvers<void>()
  let first = true
  work({
    reminding: () => {
      if (!first) return
      first = false
      stuck.resolve()
      return hangs()
    },
  })
  await stuck.promise
  const again = queue(visitId, 1, { key: 'visit' })
  const waiting = async () =>
    (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database.sql)).rows
      .length
  await expect.poll(waiting).toBe(1)
  release()
  expect(await again).not.toBe(id)
  await becomes(await again, 'done')
  expect(await said(ReminderSent.name, visitId)).toEqual([1, 1])
})

test('work of a rolled-back change is not queued', async () => {
  const doing = unitOfWork(database, clock, { cause: undefined, emits: [] }, async ({ enqueue }) => {
    await enqueue(sendReminders!, { visitId: newId(), reminders: 1 })
    throw new Error('no')
  })
  await expect(doing).rejects.toThrow('no')
  expect((await sql`select from work`.execute(database.sql)).rows).toHaveLength(0)
})

test('work of a name that this process does not know is left for one that does', async () => {
  const id = newId()
  await sql`insert into work (id, name, input, run_at) values (${id}, 'scheduling.of-another-version', '{}', now())`.execute(database.sql)
  const worker = work()
  await becomes(await queue(newId(), 1), 'done')
  worker.nudge()
  expect(await rowOf(id)).toMatchObject({ status: 'queued', claimed: false, attempts: 0 })
})

test('bulk work has a lane of its own: others do not wait for it, nor it for them, and its pieces take turns', async () => {
  const turns: string[] = []
  let hold: Promise<void> | undefined
  const inBulk = defineWork(
    'scheduling.count-visits',
    { input: { visits: Type.String(), steps: Type.Integer() }, background: true },
    async ({ visits, steps }, state: { taken: number } | undefined, { now }) => {
      const taken = (state?.taken ?? 0) + 1
      turns.push(visits)
      await hold
      return { state: { taken }, next: taken < steps ? now : 'done' }
    },
  )
  const bulk = async (visits: string, steps: number) =>
    (await unitOfWork(database, clock, { cause: undefined, emits: [] }, ({ enqueue }) => enqueue(inBulk, { visits, steps })))!.result
  hold = hangs()
  const ids = [await bulk('a', 3), await bulk('b', 3), await bulk('c', 3)]
  const worker = startWorker({ service: 'scheduling', works: [...visits().works, inBulk], database, clock, log, committed: () => {} })
  workers.push(worker)
  await expect.poll(() => turns).toEqual(['a'])
  for (let n = 0; n < 3; n++) await becomes(await queue(newId(), 1), 'done')
  // Three pieces of it are there, and one at a time is done.
  expect(turns).toEqual(['a'])
  hold = undefined
  release()
  for (const id of ids) await becomes(id, 'done')
  expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'])
})
