/** One trace from the HTTP request to whoever hears of what it changed: through gateway, bus, SQL, outbox, relay and consumer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, SpanKind, start } from '@nlc/runtime'
import { configuration } from '@nlc/runtime/example/configuration'
import { type Hooks, visits, visitsContract } from '@nlc/runtime/example/visits'
import { witness } from '@nlc/runtime/example/witness'
import { audience, type TestDatabase, testDatabase, token, trustedIssuers } from '@nlc/testing'
import { recordSpans } from '@nlc/testing/spans'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testGateway } from '../test/gateway-under-test.ts'

const exporter = recordSpans()

const folder = mkdtempSync(join(tmpdir(), 'nlc-trace-'))
const hooks: Hooks = {}
let hearing: () => void = () => {}
const gateway = testGateway([visitsContract])
const places: TestDatabase[] = []
const running: Running[] = []
let scheduling: Running
let roles: Running
let as: string

beforeAll(async () => {
  as = await token({ scopes: ['networks:write', 'networks:read'] })
  const services = [visits(hooks), witness((_, when) => (when === 'after' ? hearing() : undefined))]
  for (const service of services) {
    const { name } = service.contract
    const place = await testDatabase(service)
    places.push(place)
    const needed = {
      POSTGRES_URL: place.url,
      NATS_URL: gateway.bus.url,
      NATS_CREDS: gateway.bus.credentialsOf(name),
      ISSUER: audience,
      TRUSTED_ISSUERS: trustedIssuers(),
    }
    running.push(await start(service, configuration(needed, { LOG_FILE: join(folder, `${name}.jsonl`), LOG_LEVEL: 'debug' })))
  }
  ;[scheduling, roles] = running as [Running, Running]
  // What is read of the past belongs to no request: only what is heard live is in its trace.
  await vi.waitUntil(async () => (await sql`select from history_read where complete`.execute(roles.database.sql)).rows.length === 1, {
    timeout: 15_000,
  })
})
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()))
  await Promise.all(places.map((place) => place.drop()))
  rmSync(folder, { recursive: true })
})

const spansOf = (traceId: string) => exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
const idOf = (span: ReadableSpan) => span.spanContext().spanId
const named = (spans: readonly ReadableSpan[], name: string) => {
  const found = spans.filter((span) => span.name === name)
  expect(found, name).toHaveLength(1)
  return found[0]!
}
const childrenOf = (spans: readonly ReadableSpan[], parent: ReadableSpan) =>
  spans.filter((span) => span.parentSpanContext?.spanId === idOf(parent))
const linesOf = (service: string) =>
  readFileSync(join(folder, `${service}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { traceId?: string; msg: string })
/** Of the one event of a kind about a thing: the trace and the span that it was said in. */
async function traceOf({ database }: Running, name: string, aggregateId: string): Promise<string[]> {
  const { rows } = await sql<{ trace: string }>`select trace from event where name = ${name} and aggregate_id = ${aggregateId}`.execute(
    database.sql,
  )
  expect(rows).toHaveLength(1)
  return rows[0]!.trace.split('-').slice(1, 3)
}
const post = (path: string, body: object, headers: Record<string, string> = {}) => gateway.call('POST', path, { token: as, body, headers })
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const heard = (visitId: unknown) =>
  expect
    .poll(async () => (await sql`select from heard where visit_id = ${visitId}`.execute(roles.database.sql)).rows.length, {
      timeout: 15_000,
    })
    .toBeGreaterThan(0)

test('one trace id links the request, the question on the bus, each statement, the event, its consumer, and what that says', async () => {
  const { json, status } = await post('/v1/visits', { places: 3 })
  expect(status).toBe(201)
  const visitId = json.visitId as string
  await heard(visitId)
  const root = exporter.getFinishedSpans().find(({ name, kind }) => name === 'POST /v1/visits' && kind === SpanKind.SERVER)!
  const trace = root.spanContext().traceId
  await expect.poll(() => spansOf(trace).map(({ name }) => name), { timeout: 10_000 }).toContain('react scheduling.visit-planned')
  const spans = spansOf(trace)
  expect(root.parentSpanContext).toBeUndefined()

  // Gateway → bus → service.
  const handled = named(spans, 'handle scheduling.plan-visit')
  expect(handled.kind).toBe(SpanKind.SERVER)
  expect(handled.parentSpanContext?.spanId).toBe(idOf(root))

  // The service's statements, from the first to the last of its transaction.
  const statements = childrenOf(spans, handled).map(({ attributes }) => String(attributes['db.query.text']))
  for (const part of ["set_config('…'", 'insert into "visit"', 'insert into event', 'commit']) {
    expect(
      statements.some((statement) => statement.includes(part)),
      `${part} in ${statements.join('\n')}`,
    ).toBe(true)
  }

  // The outbox, and the audit.
  expect(await traceOf(scheduling, 'scheduling.visit-planned', visitId)).toEqual([trace, idOf(handled)])
  const audited = await sql<{ trace: string }>`select trace from audit where operation = 'scheduling.plan-visit'`.execute(
    scheduling.database.sql,
  )
  expect(audited.rows.at(-1)!.trace).toContain(trace)

  // Relay → stream → consumer, with its statements, its own event and its audit.
  const reacted = named(spans, 'react scheduling.visit-planned')
  expect(reacted.kind).toBe(SpanKind.CONSUMER)
  expect(reacted.parentSpanContext?.spanId).toBe(idOf(handled))
  const its = childrenOf(spans, reacted).map(({ attributes }) => String(attributes['db.query.text']))
  for (const part of ['insert into inbox', 'insert into known_visit', 'insert into heard'])
    expect(
      its.some((statement) => statement.includes(part)),
      part,
    ).toBe(true)
  expect(await traceOf(roles, 'roles.visit-noticed', visitId)).toEqual([trace, idOf(reacted)])
  const noticed = await sql<{ trace: string }>`select trace from audit where operation = 'roles.notice-visit'`.execute(roles.database.sql)
  expect(noticed.rows.at(-1)!.trace).toContain(trace)

  // The line of the request in the gateway's log.
  const lines = await gateway.log()
  expect(lines.find((line) => line.msg === 'request' && line.traceId === trace)).toMatchObject({
    method: 'POST',
    route: '/v1/visits',
    status: 201,
  })
})

test('a trace that the client began goes on', async () => {
  const { json } = await post('/v1/visits', { places: 3 }, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` })
  await heard(json.visitId)
  const [trace] = await traceOf(scheduling, 'scheduling.visit-planned', json.visitId as string)
  expect(trace).toBe(traceId)
  expect(named(spansOf(traceId), 'POST /v1/visits').parentSpanContext?.spanId).toBe('00f067aa0ba902b7')
  await expect.poll(() => spansOf(traceId).map(({ name }) => name)).toContain('react scheduling.visit-planned')
})

test('work that a request has done later is in its trace, and what that says, too', async () => {
  const { json } = await post('/v1/visits', { places: 3 })
  const visitId = json.visitId as string
  const before = exporter.getFinishedSpans().length
  await post(`/v1/visits/${visitId}/reminders`, { reminders: 1 })
  await expect
    .poll(() => exporter.getFinishedSpans().map(({ name }) => name), { timeout: 10_000 })
    .toContain('work scheduling.send-reminders')
  const root = exporter
    .getFinishedSpans()
    .slice(before)
    .find(({ name }) => name === 'POST /v1/visits/:visitId/reminders')!
  const worked = named(spansOf(root.spanContext().traceId), 'work scheduling.send-reminders')
  expect(await traceOf(scheduling, 'scheduling.reminder-sent', visitId)).toEqual([root.spanContext().traceId, idOf(worked)])
})

test('whoever is refused is told the trace, and finds by it what each process wrote down', async () => {
  hooks.booking = () => {
    throw new Error('a fault of ours')
  }
  const { json } = await post('/v1/visits', { places: 3 })
  const refused = await post(`/v1/visits/${json.visitId}/bookings`, {})
  delete hooks.booking
  expect(refused.json).toMatchObject({ status: 500, type: '/problems/internal', instance: expect.stringMatching(/^[0-9a-f]{32}$/) })
  const { instance } = refused.json
  await expect.poll(() => linesOf('scheduling').filter((line) => line.traceId === instance)).toMatchObject([{ msg: 'an operation failed' }])
  expect((await gateway.log()).filter((line) => line.traceId === instance)).toMatchObject([{ msg: 'request', status: 500 }])
})

test('what goes wrong where the event is heard is written down under the trace of the request', async () => {
  let times = 2
  hearing = () => {
    if (times-- > 0) throw new Error('not yet')
  }
  const { json } = await post('/v1/visits', { places: 3 })
  await heard(json.visitId)
  const [trace] = await traceOf(scheduling, 'scheduling.visit-planned', json.visitId as string)
  expect(linesOf('roles').filter((line) => line.traceId === trace)).toMatchObject([
    { msg: 'an event could not be handled; it is tried again' },
  ])
  // Each try is in it, and the failed ones say so.
  expect(
    spansOf(trace!)
      .filter(({ name }) => name === 'react scheduling.visit-planned')
      .map(({ status }) => status.code),
  ).toEqual([2, 2, 0])
})
