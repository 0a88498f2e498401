import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { service } from '@nlc/contracts/define'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { type Database, openDatabase } from './database.ts'

const folder = mkdtempSync(join(tmpdir(), 'nlc-prepared-'))
let made: TestDatabase
let database: Database

beforeAll(async () => {
  made = await testDatabase({
    contract: service('roles', { summary: '', operations: [], events: [] }),
    migrations: [pathToFileURL(`${folder}/`)],
  })
  // One connection to read, one to write: what is prepared on it can be looked at through it.
  database = await openDatabase(made.url, [], 2)
})
afterAll(async () => {
  await database?.close()
  await made?.drop()
  rmSync(folder, { recursive: true })
})

const preparedLike = async (part: string) => {
  const { rows } = await sql<{
    statement: string
  }>`select statement from pg_prepared_statements where statement like ${`%${part}%`} and statement not like '%pg_prepared%'`.execute(
    database.sql,
  )
  return rows.length
}

test('a read that comes again is prepared, and answers the same', async () => {
  for (let n = 0; n < 4; n++) {
    expect((await sql<{ answer: number }>`select ${n}::int + 1 as answer`.execute(database.sql)).rows).toEqual([{ answer: n + 1 }])
  }
  expect(await preparedLike('+ 1 as answer')).toBe(1)
})

test('one that comes once or twice is not', async () => {
  for (let n = 0; n < 2; n++) await sql`select ${n}::int as seldom`.execute(database.sql)
  expect(await preparedLike('as seldom')).toBe(0)
})

test('a write that comes again is prepared, too', async () => {
  const em = database.orm.em.fork()
  for (let n = 0; n < 4; n++) {
    await em.begin()
    await sql`select ${n}::int as written`.execute(em.getKysely())
    await em.commit()
  }
  const { rows } = await sql<{
    statement: string
  }>`select statement from pg_prepared_statements where statement like '%as written'`.execute(em.getKysely())
  expect(rows).toHaveLength(1)
})

test('there is an end to what is prepared, and none to what is answered', async () => {
  for (let variant = 0; variant < 400; variant++) {
    const list = sql.join(Array.from({ length: variant + 1 }, (_, n) => sql`${n}::int`))
    for (let n = 0; n < 3; n++) {
      const { rows } = await sql<{ many: number }>`select cardinality(array[${list}]) as many`.execute(database.sql)
      expect(rows).toEqual([{ many: variant + 1 }])
    }
  }
  expect(await preparedLike('as many')).toBeLessThanOrEqual(300)
})
