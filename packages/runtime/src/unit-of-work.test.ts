import { OptimisticLockError } from '@mikro-orm/core'
import { type Event, event } from '@nlc/contracts/define'
import { Id } from '@nlc/contracts/formats'
import { sql } from 'kysely'
import Type from 'typebox'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { type Severable, severable } from '../example/severable.ts'
import { ReminderSent, VisitPlanned, visits } from '../example/visits.ts'
import { systemClock } from './clock.ts'
import { type Database, openDatabase } from './database.ts'
import type { Change, Gathered } from './handle.ts'
import { newId } from './id.ts'
import type { Refusal } from './problem.ts'
import { type UnitOfWork, unitOfWork } from './unit-of-work.ts'

const service = visits()
const [sendReminders] = service.works
let place: TestDatabase
let line: Severable
/** Through a line that can be cut, and to look in from beside. */
let database: Database
let beside: Database

beforeAll(async () => {
  place = await testDatabase(service)
  line = await severable(place.url)
  database = await openDatabase(line.url, [], 4)
  beside = await openDatabase(place.url, [], 2)
})
afterAll(async () => {
  await database?.close()
  await beside?.close()
  await line?.close()
  await place?.drop()
})
beforeEach(async () => {
  line.onSent = undefined
  line.mend()
  await sql`truncate visit, event, audit, kept_reply, work, aggregate_head`.execute(beside.sql)
})

const unit = (more: Partial<UnitOfWork> = {}): UnitOfWork => ({
  cause: { operation: 'scheduling.plan-visit', client: 'client', input: '{}' },
  emits: [VisitPlanned],
  keep: { caller: '/client', key: 'key', fingerprint: Buffer.from('f'), reply: () => ({ status: 201, version: 1, body: '{}' }) },
  ...more,
})
const plan = async ({ sql: db, emit, enqueue }: Change<Event>, visitId = newId()) => {
  await sql`insert into visit (id, places, booked) values (${visitId}, 3, 0)`.execute(db)
  emit(VisitPlanned, { visitId, places: 3 })
  await enqueue(sendReminders!, { visitId, reminders: 1 })
  return visitId
}
const run = (more?: Partial<UnitOfWork>, doing: (change: Change<Event>) => Promise<unknown> = plan) =>
  unitOfWork(database, systemClock, unit(more), doing)
/** What is there of each thing that a unit of work leaves. */
async function left(): Promise<Record<string, number>> {
  const tables = ['visit', 'event', 'audit', 'kept_reply', 'work']
  const counts = await Promise.all(
    tables.map(async (table) => (await sql`select from ${sql.table(table)}`.execute(beside.sql)).rows.length),
  )
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]!]))
}
const nothing = { visit: 0, event: 0, audit: 0, kept_reply: 0, work: 0 }
const all = { visit: 1, event: 1, audit: 1, kept_reply: 1, work: 1 }
const refusalOf = (doing: Promise<unknown>) =>
  doing.then(
    () => 'none',
    (cause: Refusal) => cause.problem.name,
  )

test('what commits, says so: the change, its event, the audit’s entry, the kept reply and the queued work are there together', async () => {
  const committed = await run()
  expect(committed).toMatchObject({ emitted: true, enqueued: true })
  expect(await left()).toEqual(all)
})

test('a handler that throws leaves nothing, whatever it did before', async () => {
  const doing = run({}, async (change) => {
    await plan(change)
    throw new Error('no')
  })
  await expect(doing).rejects.toThrow('no')
  expect(await left()).toEqual(nothing)
})

test('nor does one whose end fails, or whose reply cannot be written', async () => {
  await expect(run({ end: async () => Promise.reject(new Error('end')) })).rejects.toThrow('end')
  const keep = {
    ...unit().keep!,
    reply: () => {
      throw new Error('reply')
    },
  }
  await expect(run({ keep })).rejects.toThrow('reply')
  expect(await left()).toEqual(nothing)
})

test('nor one whose events cannot be written', async () => {
  const doing = run({}, async (change) => {
    await plan(change)
    // Somebody takes the table away: the closing statement fails as a whole.
    await sql`alter table event rename column data to gone`.execute(change.sql)
  })
  await expect(doing).rejects.toThrow('data')
  expect(await left()).toEqual(nothing)
})

test('nor one that fails as late as a commit can: a constraint that is checked at its end', async () => {
  await sql`alter table visit add constraint one_only unique (places) deferrable initially deferred`.execute(beside.sql)
  const doing = run({}, async (change) => {
    await plan(change)
    await plan(change)
  })
  await expect(doing).rejects.toThrow('one_only')
  await sql`alter table visit drop constraint one_only`.execute(beside.sql)
  expect(await left()).toEqual(nothing)
})

test('the database going away before the commit leaves nothing, and is said to be an outage', async () => {
  const doing = run({}, async (change) => {
    await plan(change)
    line.cut()
  })
  expect(await refusalOf(doing)).toBe('unavailable')
  expect(await left()).toEqual(nothing)
})

const isCommit = (bytes: Buffer) => bytes.includes('commit\0')

test('the commit lost on its way there: nothing is done, and the outcome is said to be unknown', async () => {
  line.onSent = (bytes, by) => {
    if (by === 'client' && isCommit(bytes)) line.cut()
  }
  expect(await refusalOf(run())).toBe('deadline-passed')
  expect(await left()).toEqual(nothing)
})

test('its answer lost on the way back: all is done, the outcome is said to be unknown, and a repeat finds the key taken', async () => {
  let committing = false
  line.onSent = (bytes, by) => {
    if (by === 'client') committing ||= isCommit(bytes)
    else if (committing) line.cut()
  }
  expect(await refusalOf(run())).toBe('deadline-passed')
  line.onSent = undefined
  line.mend()
  expect(await run()).toBeUndefined()
  expect(await left()).toEqual(all)
})

test('while the database is away it is refused at once, and afterwards it goes on by itself', async () => {
  line.cut()
  expect(await refusalOf(run())).toBe('unavailable')
  line.mend()
  await run()
  expect(await left()).toEqual(all)
})

test('where the beginning says that it was done already, nothing is run and nothing left', async () => {
  expect(await run({ begin: async () => false })).toBeUndefined()
  expect(await left()).toEqual(nothing)
})

test('a unit that only met another is run again as a whole, and leaves its events once', async () => {
  let runs = 0
  const committed = await run({}, async (change) => {
    runs += 1
    const visitId = await plan(change)
    if (runs < 3) throw new OptimisticLockError('met another')
    return visitId
  })
  expect(runs).toBe(3)
  expect(committed?.emitted).toBe(true)
  expect(await left()).toEqual(all)
})

test('two that lock each other out are both done', async () => {
  const [one, two] = [newId(), newId()]
  await sql`insert into visit (id, places, booked) values (${one}, 1, 0), (${two}, 1, 0)`.execute(beside.sql)
  const met = Promise.withResolvers<void>()
  let waiting = 0
  const book = (order: string[], key: string) =>
    run({ keep: { ...unit().keep!, key } }, async ({ sql: db }) => {
      await sql`update visit set booked = booked + 1 where id = ${order[0]}`.execute(db)
      if (++waiting === 2) met.resolve()
      await met.promise
      await sql`update visit set booked = booked + 1 where id = ${order[1]}`.execute(db)
    })
  await Promise.all([book([one, two], 'a'), book([two, one], 'b')])
  const { rows } = await sql<{ booked: number }>`select booked from visit`.execute(beside.sql)
  expect(rows.map(({ booked }) => booked)).toEqual([2, 2])
})

test('only what is listed can be said; what does not follow its schema is not said, and takes the change with it', async () => {
  const say = (event: Event, data: Record<string, unknown>) =>
    run({}, async (change) => {
      await plan(change)
      change.emit(event, data)
    })
  await expect(say(ReminderSent, { visitId: newId(), reminder: 1 })).rejects.toThrow('scheduling.reminder-sent is not among the events')
  await expect(say(VisitPlanned, { visitId: 'here', places: 3 })).rejects.toThrow('scheduling.visit-planned')
  expect(await left()).toEqual(nothing)
})

test('an event carries what its schema names; what the handler gave besides stays here', async () => {
  const visitId = newId()
  await run({}, async ({ emit }) => {
    const visit = { visitId, places: 1, name: 'Ada', trn: '1234567' }
    emit(VisitPlanned, visit)
  })
  const { rows } = await sql<{ data: object }>`select data from event`.execute(beside.sql)
  expect(rows).toEqual([{ data: { visitId, places: 1 } }])
})

test('an event larger than the bus can carry is refused where it is said, not left to stop the relay', async () => {
  const Everybody = event('scheduling.visit-planned', {
    summary: '',
    about: { visit: 'visitId' },
    data: { visitId: Id, list: Type.String() },
  })
  const doing = run({ emits: [Everybody] }, async ({ emit }) => emit(Everybody, { visitId: newId(), list: 'x'.repeat(300_000) }))
  await expect(doing).rejects.toThrow('scheduling.visit-planned: 300')
  expect(await left()).toEqual(nothing)
})

test('however many write about one thing at once, its events are numbered from 1 without a gap, in the order of commits', async () => {
  const visitId = newId()
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      run({ keep: undefined, cause: undefined }, async ({ emit, sql: db }) => {
        emit(VisitPlanned, { visitId, places: n })
        if (n % 3 === 0) emit(VisitPlanned, { visitId, places: n + 1000 })
        await sql`select pg_sleep(${Math.random() / 200})`.execute(db)
        if (n % 10 === 9) throw new Error('changed its mind')
      }).catch(() => {}),
    ),
  )
  const { rows } = await sql<{ version: number; places: number }>`
    select version, (data->>'places')::int as places from event order by version`.execute(beside.sql)
  expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1))
  expect(rows).toHaveLength(54 + 20 - 2)
  // What one unit said stands together, in the order in which it was said.
  for (const [index, { places }] of rows.entries()) if (places >= 1000) expect(rows[index - 1]!.places).toBe(places - 1000)
  // By the order in which rows were given out, too: what the relay goes by.
  const { rows: bySeq } = await sql<{ version: number }>`select version from event order by seq`.execute(beside.sql)
  expect(bySeq).toEqual(rows.map(({ version }) => ({ version })))
})

test('the domain’s clock is the transaction’s: what SQL calls now, too', async () => {
  const now = new Date('2026-10-25T00:30:00Z')
  const seen = await unitOfWork(
    database,
    { now: () => now, close: () => {} },
    unit({ keep: undefined }),
    async ({ now, today, sql: db }) => {
      const { rows } = await sql<{ now: Date }>`select domain_now() as now`.execute(db)
      return { now, today, inSql: rows[0]!.now }
    },
  )
  expect(seen?.result).toEqual({ now, today: '2026-10-25', inSql: now })
  // And nowhere else: the next to use the connection has the database's own.
  const { rows } = await sql<{ same: boolean }>`select domain_now() = now() as same`.execute(beside.sql)
  expect(rows).toEqual([{ same: true }])
})

test('a nudge comes once it is committed, and not at all where it is not', async () => {
  let nudged = 0
  const there = new Promise<number>((resolve) => {
    void run({}, async (change) => {
      const id = await plan(change)
      change.afterCommit(async () => {
        nudged += 1
        const { rows } = await sql`select from visit where id = ${id}`.execute(beside.sql)
        resolve(rows.length)
      })
    })
  })
  expect(await there).toBe(1)
  await expect(
    run({ keep: undefined }, async ({ afterCommit }) => {
      afterCommit(() => (nudged += 1))
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(nudged).toBe(1)
})

test('what is gathered is done once for all of it, in order, and commits with the rest or not at all', async () => {
  const rounds: string[][] = []
  const planAll: Gathered<string> = async (names, change) => {
    rounds.push([...names])
    for (const _ of names) await plan(change as never)
  }
  const before = await count()
  await run({}, async (change) => {
    for (const name of ['a', 'b', 'c']) change.gather(planAll, name)
  })
  expect(rounds).toEqual([['a', 'b', 'c']])
  expect(await count()).toBe(before + 3)

  const planAndFail: Gathered<string> = async (_, change) => {
    await plan(change as never)
    throw new Error('no')
  }
  await expect(run({ keep: undefined }, async ({ gather }) => gather(planAndFail, 'd'))).rejects.toThrow('no')
  expect(await count()).toBe(before + 3)
})

const count = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from visit`.execute(beside.sql)
  return rows[0]!.n
}
