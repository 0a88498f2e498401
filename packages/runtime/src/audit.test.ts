import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { visits } from '../example/visits.ts'
import { type ChainHead, sealAudit, verifyAudit } from './audit.ts'
import { systemClock } from './clock.ts'
import { type Database, openDatabase } from './database.ts'
import { newId } from './id.ts'
import { unitOfWork } from './unit-of-work.ts'

let place: TestDatabase
let database: Database
let client: pg.Client
beforeAll(async () => {
  place = await testDatabase(visits())
  database = await openDatabase(place.url, [], 4)
  client = new pg.Client({ connectionString: place.url })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await database?.close()
  await place?.drop()
})
beforeEach(async () => {
  await client.query('truncate audit restart identity')
  await client.query(`update audit_head set seal_no = 0, seal = '\\x00'`)
})

const change = (person?: string, operation = 'scheduling.plan-visit') =>
  unitOfWork(database, systemClock, { cause: { operation, client: 'portal', person, input: '{"places":1}' }, emits: [] }, async () => {})
/** So many entries, each second one for a person; sealed three at a time. */
async function chain(entries: number): Promise<void> {
  for (let n = 1; n <= entries; n++) {
    await change(n % 2 === 0 ? newId() : undefined)
    if (n % 3 === 0) await sealAudit(client)
  }
  await sealAudit(client)
}
const verdict = (expected?: ChainHead) => verifyAudit(client, expected)
const faultOf = async (expected?: ChainHead) => {
  const found = await verdict(expected)
  return found.ok ? 'none' : found.fault
}
const head = async () => {
  const found = await verdict()
  if (!found.ok) throw new Error(found.fault)
  return found.head
}

test('a chain that nobody touched is whole, entry by entry, and says its head', async () => {
  expect(await verdict()).toMatchObject({ ok: true, rows: 0 })
  await chain(10)
  const found = await verdict()
  expect(found).toEqual({ ok: true, rows: 10, head: expect.stringMatching(/^10:[0-9a-f]{64}$/) })
  // The same by another's hand: the seal is what its description says, and nothing secret is in it.
  const { rows } = await client.query('select * from audit order by seal_no')
  let seal = Buffer.from([0])
  for (const [index, row] of rows.entries()) {
    const entry = JSON.stringify([
      index + 1,
      Number(row.id),
      row.at.toISOString(),
      row.operation,
      row.client,
      row.person_hash.toString('hex'),
      row.input_hash.toString('hex'),
      row.trace,
    ])
    seal = createHash('sha256').update(seal).update(entry).digest()
    expect(row.seal.equals(seal)).toBe(true)
  }
})

test('more entries than fit into one sealing, or one page of verifying, are one chain', async () => {
  await client.query(
    `insert into audit (at, operation, client, salt, person_hash, input_hash)
     select date_trunc('milliseconds', now()), 'scheduling.plan-visit', 'portal', '\\x01', sha256('\\x01'), '\\x02' from generate_series(1, 6200)`,
  )
  while (await sealAudit(client)) {
    // Until nothing is left.
  }
  expect(await verdict()).toMatchObject({ ok: true, rows: 6_200 })
})

const edits: Record<string, string> = {
  'when it was': `at = at + interval '1 second'`,
  'what was done': `operation = 'scheduling.cancel-visit'`,
  'which client did it': `client = 'another'`,
  'for whom': `person = gen_random_uuid()`,
  'for whom, as if it had been nobody': `person = null`,
  'for whom, with its hash': `person = gen_random_uuid(), salt = '\\x01', person_hash = sha256('\\x01')`,
  'for whom, with its salt taken': `person = gen_random_uuid(), salt = ''`,
  'what was asked': `input_hash = sha256('{}')`,
  'in which trace it was': `trace = '00-${'1'.repeat(32)}-${'1'.repeat(16)}-01'`,
  'its own seal': `seal = sha256(seal)`,
}
for (const [what, edit] of Object.entries(edits)) {
  test(`an entry is found in which was changed ${what}`, async () => {
    await chain(8)
    await client.query(`update audit set ${edit} where seal_no = 4`)
    expect(await faultOf()).toBe('entry 4 (row 4) is not what was sealed')
  })
}

test('a deleted entry is found: the first, one in the middle, the last', async () => {
  for (const [deleted, fault] of [
    [1, 'entry 1 is missing'],
    [5, 'entry 5 is missing'],
    [8, 'the chain ends at entry 7, its head says 8'],
  ] as const) {
    await chain(8)
    await client.query('delete from audit where seal_no = $1', [deleted])
    expect(await faultOf()).toBe(fault)
    await client.query('truncate audit restart identity')
    await client.query(`update audit_head set seal_no = 0, seal = '\\x00'`)
  }
})

test('deleted and closed up again, it is found all the same', async () => {
  await chain(8)
  await client.query('delete from audit where seal_no = 5')
  await client.query('update audit set seal_no = seal_no - 1 where seal_no = 6')
  expect(await faultOf()).toBe('entry 5 (row 6) is not what was sealed')
})

test('an inserted entry is found', async () => {
  await chain(8)
  const copy = (no: number) =>
    client.query(
      `insert into audit (at, operation, client, person, salt, person_hash, input_hash, seal_no, seal)
       select at, 'scheduling.forged', client, person, salt, person_hash, input_hash, ${no}, seal from audit where seal_no = 5`,
    )
  await copy(9)
  expect(await faultOf()).toBe('entry 9 (row 9) is not what was sealed')
  await client.query('delete from audit where seal_no = 9')
  await client.query('update audit set seal_no = -seal_no where seal_no > 5')
  await client.query('update audit set seal_no = 1 - seal_no where seal_no < 0')
  await copy(6)
  expect(await faultOf()).toBe('entry 6 (row 10) is not what was sealed')
})

test('a cut-off end is found against a head that was noted before, also where the head in the database was set back with it', async () => {
  await chain(6)
  const early = await head()
  await chain(4)
  const noted = await head()
  expect(await verdict(early)).toMatchObject({ ok: true, rows: 10 })
  await client.query('delete from audit where seal_no > 7')
  expect(await faultOf()).toBe('the chain ends at entry 7, its head says 10')
  await client.query('update audit_head set seal_no = 7, seal = (select seal from audit where seal_no = 7)')
  expect(await verdict()).toMatchObject({ ok: true, rows: 7 })
  expect(await verdict(early)).toMatchObject({ ok: true })
  expect(await faultOf(noted)).toBe(`the head ${noted} is not in the chain: its end was cut off or rewritten`)
})

test('a chain that was written anew from some entry on is found against a head that was noted before', async () => {
  await chain(9)
  const noted = await head()
  await client.query(`update audit set client = 'another' where seal_no = 4`)
  await client.query('update audit_head set seal_no = 3, seal = (select seal from audit where seal_no = 3)')
  await client.query('update audit set seal_no = null, seal = null where seal_no > 3')
  await sealAudit(client)
  expect(await verdict()).toMatchObject({ ok: true, rows: 9 })
  expect(await faultOf(noted)).toContain('its end was cut off or rewritten')
})

test('taking person and salt of an entry, as erasure does, leaves the chain whole', async () => {
  await chain(8)
  const before = await head()
  await client.query(`update audit set person = null, salt = '' where seal_no in (2, 6)`)
  expect(await verdict(before)).toEqual({ ok: true, rows: 8, head: before })
  const { rows } = await client.query('select person, salt from audit where seal_no = 2')
  expect(rows).toEqual([{ person: null, salt: Buffer.alloc(0) }])
})

test('erased before it was sealed, too', async () => {
  await change(newId())
  await client.query(`update audit set person = null, salt = ''`)
  await sealAudit(client)
  expect(await verdict()).toMatchObject({ ok: true, rows: 1 })
})

test('what is sealed while a chain is verified is no fault of it', async () => {
  await chain(4)
  const other = new pg.Client({ connectionString: place.url })
  await other.connect()
  // Between reading the entries and reading the head.
  const meanwhile = new Proxy(other, {
    get(target, key) {
      if (key !== 'query') return Reflect.get(target, key)
      return async (...parameters: Parameters<typeof other.query>) => {
        if (String(parameters[0]).includes('audit_head')) await chain(2)
        return target.query(...parameters)
      }
    },
  })
  expect(await verifyAudit(meanwhile)).toMatchObject({ ok: true, rows: 4 })
  await other.end()
  expect(await verdict()).toMatchObject({ ok: true, rows: 6 })
})

test('a change that was rolled back has no entry', async () => {
  const doing = unitOfWork(
    database,
    systemClock,
    { cause: { operation: 'scheduling.plan-visit', client: 'portal', input: '' }, emits: [] },
    async () => {
      throw new Error('no')
    },
  )
  await expect(doing).rejects.toThrow('no')
  expect((await sql`select from audit`.execute(database.sql)).rows).toHaveLength(0)
})

test('of what was asked, and for whom, only what cannot be guessed is kept: the same twice leaves two hashes', async () => {
  const person = newId()
  await change(person)
  await change(person)
  const { rows } = await client.query(
    'select count(distinct person_hash)::int as persons, count(distinct input_hash)::int as inputs from audit',
  )
  expect(rows).toEqual([{ persons: 2, inputs: 2 }])
})
