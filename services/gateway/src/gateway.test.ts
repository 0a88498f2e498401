import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { documentsOf } from '@nlc/contracts/documents'
import { token } from '@nlc/testing'
import { recordSpans } from '@nlc/testing/spans'
import { beforeAll, describe, expect, test } from 'vitest'
import { answer, testGateway, until } from '../test/gateway-under-test.ts'
import { halls } from '../test/halls.ts'

const spans = recordSpans()
const api = testGateway([halls], { DRAIN_NOTICE: 150 })
const id = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
const hall = { id, name: 'Hall', version: 1 }
let as: string

beforeAll(async () => {
  as = await token({ scopes: ['networks:read'] })
})

describe('documents', () => {
  test('OpenAPI is the one of the contracts, and can be held on to', async () => {
    const { json, headers } = await api.call('GET', '/openapi.json')
    expect(json).toEqual(JSON.parse(JSON.stringify(documentsOf([halls]).openapi)))
    const etag = headers.get('etag') as string
    expect((await fetch(`${api.url}/openapi.json`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  test('AsyncAPI is there', async () => {
    expect((await api.call('GET', '/asyncapi.json')).json).toMatchObject({ asyncapi: '3.0.0' })
  })

  test('the type of every problem resolves to what it means', async () => {
    const problems = (await (await fetch(`${api.url}/problems`)).json()) as { name: string; type: string; status: number }[]
    expect(problems.map(({ name }) => name)).toEqual(expect.arrayContaining(['no-such-hall', 'invalid-input', 'headers-too-large']))
    for (const problem of problems) expect((await api.call('GET', problem.type)).json).toEqual(problem)
  })

  test('a problem that is none is one', async () => {
    expect((await api.call('GET', '/problems/none')).json).toMatchObject({ status: 404, type: '/problems/unknown-route' })
  })

  test('the bare address leads to the page to read them', async () => {
    expect((await fetch(api.url)).url).toBe(`${api.url}/docs`)
  })

  test('the page to read them has its parts from here, and may run nothing else', async () => {
    const page = await fetch(`${api.url}/docs`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    for (const [, part] of (await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)) expect((await fetch(api.url + part)).status).toBe(200)
  })
})

describe('health', () => {
  test('not ready while a service does not answer, which is named', async () => {
    const { status, json, headers } = await api.call('GET', '/health/ready')
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
    expect(json).toMatchObject({
      type: '/problems/unavailable',
      detail: 'No answer from: membership.',
      services: { membership: 'no answer' },
    })
  })

  test('ready when every service answers', async () => {
    await api.standIn('membership', (operation) =>
      operation.endsWith('.address') ? answer(200, { address: 'http://127.0.0.1:1', ready: true }) : answer(200, hall, 1),
    )
    await until(async () => (await api.call('GET', '/health/ready')).status === 200)
    expect((await api.call('GET', '/health/ready')).json).toEqual({ status: 'ok', services: { membership: 'ok' } })
  })

  test('alive without asking anybody', async () => {
    expect((await api.call('GET', '/health/live')).json).toEqual({ status: 'ok' })
  })
})

describe('a trace', () => {
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

  test('goes from the client’s through the gateway’s span to who is asked, into the log and the refusal', async () => {
    let passedOn: string | undefined
    await api.standIn('membership', (_, __, { trace }) => {
      passedOn = trace
      return answer(404, { type: '/problems/no-such-hall', title: 'There is no such hall.', status: 404 })
    })
    const { json } = await api.call('GET', `/v1/halls/${id}`, { token: as, headers: { traceparent: parent } })
    const traceId = parent.split('-')[1]
    expect(json.instance).toBe(traceId)
    await until(() => spans.getFinishedSpans().some((span) => span.spanContext().traceId === traceId))
    const [span] = spans.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
    expect(span).toMatchObject({
      name: 'GET /v1/halls/:hallId',
      attributes: { 'http.route': '/v1/halls/:hallId', 'http.response.status_code': 404 },
    })
    expect(passedOn).toBe(`00-${traceId}-${span?.spanContext().spanId}-01`)
    expect(await api.log()).toContainEqual(
      expect.objectContaining({ msg: 'request', traceId, status: 404, route: '/v1/halls/:hallId', method: 'GET' }),
    )
  })

  test('begins here where the client has none', async () => {
    const { json } = await api.call('GET', '/nowhere')
    expect(json.instance).toMatch(/^[0-9a-f]{32}$/)
  })
})

test('the log has one line for a request, without what is in addresses, tokens or bodies', async () => {
  await api.standIn('membership', () => answer(200, { items: [] }))
  // Lines are written together: those of requests before may come with it, so it is known by its client.
  const linesOf = async (client: string) => (await api.log()).filter((line) => line.client === client)
  await api.call('GET', '/v1/halls?after=MrsMiggins', { token: await token({ client: 'one-call', scopes: ['networks:read'] }) })
  await until(async () => (await linesOf('one-call')).length > 0)
  const lines = await linesOf('one-call')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ method: 'GET', route: '/v1/halls', status: 200, ms: expect.any(Number) })
  expect(JSON.stringify(lines[0])).not.toMatch(/Miggins|eyJ|127\.0\.0\.1/)
})

// Last: it ends the gateway.
test('stopping: not ready first, requests that came are answered, connections end, nothing more is taken', async () => {
  let answered = () => {}
  let asked = false
  await api.standIn('membership', (operation) =>
    operation.endsWith('.address')
      ? answer(200, { address: 'http://127.0.0.1:1', ready: true })
      : new Promise((resolve) => {
          asked = true
          answered = () => resolve(answer(200, hall, 1))
        }),
  )
  // One that never says anything must not hold up the end.
  const silent = connect(Number(new URL(api.url).port), '127.0.0.1')
  await once(silent, 'connect')
  const agent = new Agent({ keepAlive: true })
  const request = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      get(api.url + path, { agent, headers: { authorization: `Bearer ${as}` } }, (response) => resolve(response.resume())).on(
        'error',
        reject,
      ),
    )
  await request('/health/live')
  const underWay = request(`/v1/halls/${id}`)
  await until(() => asked)

  const stopped = api.gateway.drain()
  expect((await request('/health/ready')).statusCode).toBe(503)
  const late = await request('/health/live')
  expect({ status: late.statusCode, connection: late.headers.connection }).toEqual({ status: 200, connection: 'close' })
  await until(() =>
    fetch(`${api.url}/health/live`).then(
      () => false,
      () => true,
    ),
  )
  answered()
  const response = await underWay
  expect({ status: response.statusCode, connection: response.headers.connection }).toEqual({ status: 200, connection: 'close' })
  await stopped
})
