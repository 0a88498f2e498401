import { token } from '@nlc/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { answer, testGateway, until } from '../test/gateway-under-test.ts'
import { halls } from '../test/halls.ts'

const api = testGateway([halls], { BODY_LIMIT: 2048 })
const id = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
const json = { 'content-type': 'application/json' }
const problemJson = 'application/problem+json'
let as: string

beforeAll(async () => {
  as = await token({ scopes: ['networks:read', 'networks:write'] })
})

/** Of an answer on a socket. */
function documentIn(text: string): Record<string, unknown> {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  expect(head.toLowerCase()).toContain(`content-type: ${problemJson}`)
  expect(head.toLowerCase()).toContain('connection: close')
  return JSON.parse(body)
}

describe('an address', () => {
  test.each(['/v2/halls', '/v1/halls/', '/v1/HALLS', '/v1//halls', '/%2e%2e/etc/passwd'])('%s that is none is a problem', async (url) => {
    const { status, json, headers } = await api.call('GET', url, { token: as })
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 404, type: problemJson })
    expect(json).toEqual({ type: '/problems/unknown-route', title: expect.any(String), status: 404, instance: expect.any(String) })
  })

  test.each(['/v1/halls/%zz', '/%', '/v1/halls/%E0%A4%A'])('%s that cannot be decoded is a problem', async (url) => {
    const answered = documentIn(await api.raw(`GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))
    expect(answered).toMatchObject({ type: '/problems/malformed-request', status: 400, instance: expect.any(String) })
  })

  test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s where it is not taken says what is', async (method) => {
    const { status, json, headers } = await api.call(method, '/v1/halls', {
      token: as,
      ...(method === 'PUT' ? { body: '[[[', headers: { 'content-type': 'application/json' } } : {}),
    })
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD, POST' })
    expect(json).toMatchObject({ type: '/problems/method-not-allowed', allowed: ['GET', 'HEAD', 'POST'] })
  })
})

describe('a body', () => {
  test.each(['{', '{"name":"x",}', "{'name':'x'}", 'x', '{"name":"\u0001"}', '{}{}'])('%j that is no JSON is a problem', async (body) => {
    const { status, json: document } = await api.call('POST', '/v1/halls', { token: as, headers: json, body })
    expect({ status, document }).toMatchObject({ status: 400, document: { type: '/problems/malformed-json' } })
  })

  test('that is not UTF-8 is a problem, not something else', async () => {
    const response = await fetch(`${api.url}/v1/halls`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${as}` },
      body: Buffer.from('{"name":"Caf\xe9"}', 'latin1'),
    })
    expect(await response.json()).toMatchObject({ type: '/problems/malformed-json', detail: 'It is not encoded in UTF-8.' })
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'multipart/form-data; boundary=x'])(
    'of the type %s is a problem',
    async (type) => {
      const { status, json: document } = await api.call('POST', '/v1/halls', {
        token: as,
        headers: { 'content-type': type },
        body: '{"name":"x"}',
      })
      expect({ status, document }).toMatchObject({ status: 415, document: { type: '/problems/unsupported-media-type' } })
    },
  )

  test('that is too long is a problem that says how long it may be, and ends the connection', async () => {
    const { status, json: document, headers } = await api.call('POST', '/v1/halls', { token: as, body: { name: 'x'.repeat(2048) } })
    expect({ status, connection: headers.get('connection') }).toEqual({ status: 413, connection: 'close' })
    expect(document).toMatchObject({ type: '/problems/body-too-large', maxBytes: 2048 })
  })

  test('that is too long without having said so is a problem', async () => {
    const head = `POST /v1/halls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect(documentIn(await api.raw(`${head}1000\r\n${' '.repeat(4096)}\r\n0\r\n\r\n`))).toMatchObject({ type: '/problems/body-too-large' })
  })

  test('is not read before who sends it was let in', async () => {
    const { status } = await api.call('POST', '/v1/halls', { headers: json, body: '{' })
    expect(status).toBe(401)
  })
})

describe('what is no HTTP', () => {
  test('is a problem', async () => {
    expect(documentIn(await api.raw('NONSENSE\r\n\r\n'))).toMatchObject({
      type: '/problems/malformed-request',
      status: 400,
      instance: expect.any(String),
    })
  })

  test('two lengths at once are a problem: no request is smuggled within another', async () => {
    const request =
      'POST /v1/halls HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n'
    expect(documentIn(await api.raw(request))).toMatchObject({ type: '/problems/malformed-request' })
  })

  test('headers that are too large are a problem', async () => {
    const headers = documentIn(await api.raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`))
    expect(headers).toMatchObject({ type: '/problems/headers-too-large', status: 431 })
  })

  test('a request that does not arrive in time is a problem', async () => {
    const late = await api.raw(
      `POST /v1/halls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{`,
    )
    expect(documentIn(late)).toMatchObject({ type: '/problems/request-timeout', status: 408 })
  })
})

describe('the service behind', () => {
  test('that is not there is a 503 with Retry-After, not a wait for the deadline', async () => {
    const { status, json: document, headers } = await api.call('GET', `/v1/halls/${id}`, { token: as })
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
    expect(document).toMatchObject({ type: '/problems/unavailable', instance: expect.any(String) })
  })

  test('that keeps silent is a 504 at the deadline', async () => {
    await api.standIn('membership', () => undefined)
    const { status, json: document } = await api.call('GET', `/v1/halls/${id}`, { token: as })
    expect({ status, document }).toMatchObject({ status: 504, document: { type: '/problems/deadline-passed' } })
  })

  test('that hangs has no more than its share under way: the next are refused at once, others’ go on', async () => {
    let asked = 0
    await api.standIn('membership', (operation) => {
      if (operation === 'membership.count-halls') return answer(200, { count: 1 })
      asked += 1
      return undefined
    })
    const hanging = Array.from({ length: 8 }, () => api.call('GET', `/v1/halls/${id}`, { token: as }))
    await until(() => asked === 8)
    const { status, json: document } = await api.call('GET', `/v1/halls/${id}`, { token: as })
    expect({ status, document }).toMatchObject({ status: 503, document: { type: '/problems/unavailable' } })
    expect(asked).toBe(8)
    expect((await api.call('GET', '/problems/unavailable')).status).toBe(200)
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual(Array(8).fill(504))
    expect((await api.call('GET', '/v1/hall-count')).status).toBe(200)
  })
})

// Last: it ends the file's NATS.
describe('without NATS', () => {
  test('every operation is a 503 at once, and the gateway is not ready, but alive', async () => {
    await api.bus.stop()
    await until(async () => (await api.call('GET', '/v1/hall-count')).status === 503)
    const { status, headers } = await api.call('GET', `/v1/halls/${id}`, { token: as })
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
    expect((await api.call('GET', '/health/ready')).json).toMatchObject({ status: 503, detail: 'The gateway has no connection to NATS.' })
    expect((await api.call('GET', '/health/live')).status).toBe(200)
  })
})
