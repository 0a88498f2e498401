import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { service } from '@nlc/contracts/define'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/src/index.ts'
import { type Database, longestWriteMs, openDatabase, updatedUntil } from './database.ts'

const folder = mkdtempSync(join(tmpdir(), 'nlc-until-'))
let made: TestDatabase
let database: Database

beforeAll(async () => {
  const contract = service('roles', { summary: '', operations: [], events: [] })
  made = await testDatabase({ contract, migrations: [pathToFileURL(`${folder}/`)] })
  database = await openDatabase(made.url, [], 2)
})
afterEach(() => void vi.restoreAllMocks())
afterAll(async () => {
  await database?.close()
  await made?.drop()
  rmSync(folder, { recursive: true })
})

const now = async () => (await sql<{ now: Date }>`select now() as now`.execute(database.sql)).rows[0]?.now as Date

test('it is behind the longest write, by the database’s clock', async () => {
  const until = await updatedUntil(database.sql)
  expect((await now()).getTime() - until.getTime()).toBeGreaterThan(longestWriteMs)
})

test('one is good for a second, and then the database is asked for another: it never goes back', async () => {
  let at = performance.now() + 5_000
  vi.spyOn(performance, 'now').mockImplementation(() => at)
  const first = await updatedUntil(database.sql)
  at += 999
  expect(await updatedUntil(database.sql)).toBe(first)
  at += 1
  const next = await updatedUntil(database.sql)
  expect(next).not.toBe(first)
  expect(next.getTime()).toBeGreaterThanOrEqual(first.getTime())
})

test('two databases have clocks of their own', async () => {
  const other = await openDatabase(made.url, [], 2)
  const [mine, theirs] = [await updatedUntil(database.sql), await updatedUntil(other.sql)]
  expect(theirs).not.toBe(mine)
  await other.close()
})
