/** No names and no tokens in logs, in traces, or in the causes that operators read. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { recordSpans } from '../../testing/src/spans.ts'
import { PlanVisit, visits } from '../example/visits.ts'
import { causeOf, loggedCause } from './cause.ts'
import { inSpan, SpanKind } from './telemetry.ts'

const folder = mkdtempSync(join(tmpdir(), 'nlc-privacy-'))
const logFile = join(folder, 'log.jsonl')
const exporter = recordSpans()
const service = testService(visits(), { config: { LOG_FILE: logFile, LOG_LEVEL: 'trace' } })
afterAll(() => rmSync(folder, { recursive: true }))

const name = "Ada O'Lovelace"
let as: string
beforeAll(async () => {
  as = await token({ scopes: ['networks:write'] })
})
const lines = () => readFileSync(logFile, 'utf8')
const spans = () =>
  JSON.stringify(exporter.getFinishedSpans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })))

test('a name that was written is in no log and no trace, nor is the token that it was written with', async () => {
  await service.ask(PlanVisit, { places: 1, title: name }, { as })
  await expect.poll(spans).toContain('insert into \\"visit\\"')
  expect(spans()).not.toContain('Lovelace')
  expect(lines()).not.toContain('Lovelace')
  expect(lines()).not.toContain(as.slice(-40))
  expect(spans()).not.toContain(as.slice(-40))
})

test('nor one that the database refused, though its error quotes the whole row', async () => {
  await sql`alter table visit add constraint no_such_title check (title <> 'Charles Lovelace')`.execute(service.sql)
  expect(await service.refusal(PlanVisit, { places: 1, title: 'Charles Lovelace' }, { as })).toMatchObject({ status: 500 })
  await expect.poll(lines).toContain('no_such_title')
  expect(lines()).toContain('"code":"23514"')
  expect(lines()).not.toContain('Lovelace')
  expect(spans()).not.toContain('Lovelace')
})

test('of a failure of the database, its state and constraint are said; of another, its text', async () => {
  const failure = await sql`insert into visit (id, places, booked, title) values (gen_random_uuid(), 1, 0, 'Charles Lovelace')`
    .execute(service.sql)
    .then(
      () => new Error('it was not refused'),
      (cause: Error) => cause,
    )
  const wrapped = new Error('insert … values (Lovelace)', { cause: failure })
  expect(causeOf(failure)).toBe('error: SQLSTATE 23514, no_such_title')
  expect(causeOf(wrapped)).toBe('Error: SQLSTATE 23514, no_such_title')
  for (const cause of [failure, wrapped]) expect(JSON.stringify(loggedCause(cause))).not.toContain('Lovelace')
  await expect(inSpan('react', SpanKind.CONSUMER, {}, () => Promise.reject(failure))).rejects.toThrow('no_such_title')
  expect(spans()).toContain('SQLSTATE 23514, no_such_title')
  expect(spans()).not.toContain('Lovelace')
  expect(causeOf(new TypeError('no such visit'))).toBe('TypeError: no such visit')
  expect(loggedCause(new TypeError('no such visit'))).toMatchObject({
    type: 'TypeError',
    message: 'no such visit',
    stack: expect.stringContaining('privacy.test.ts'),
  })
  expect(causeOf('text')).toBe('text')
})
