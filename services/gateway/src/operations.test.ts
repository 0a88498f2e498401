import { token } from '@nlc/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer, testGateway } from '../test/gateway-under-test.ts'
import { halls } from '../test/halls.ts'

const api = testGateway([halls])
const id = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
const hall = { id, name: 'Hall', version: 3 }
let reader: string
let writer: string
let asked: {
  operation: string
  input: unknown
  idempotencyKey: string | undefined
  expectedVersion: number | undefined
  token: string | undefined
}[]

beforeAll(async () => {
  reader = await token({ scopes: ['networks:read'] })
  writer = await token({ scopes: ['networks:write'] })
})
beforeEach(async () => {
  asked = []
  await api.standIn('membership', (operation, input, { idempotencyKey, expectedVersion, token }) => {
    asked.push({ operation, input, idempotencyKey, expectedVersion, token })
    switch (operation) {
      case 'membership.open-hall':
        return answer(201, hall, 3)
      case 'membership.close-hall':
        return answer(204)
      case 'membership.list-halls':
        return answer(200, { items: [hall], next: 'WyJhIl0' })
      case 'membership.count-halls':
        return answer(200, { count: 1 })
      default:
        return answer(200, hall, 3)
    }
  })
})

describe('an operation', () => {
  test('is asked of its service with the token that came, and answered with the bytes that the service wrote', async () => {
    const { status, text, headers } = await api.call('GET', `/v1/halls/${id}`, { token: reader })
    expect({ status, text, type: headers.get('content-type') }).toEqual({
      status: 200,
      text: JSON.stringify(hall),
      type: 'application/json; charset=utf-8',
    })
    expect(asked).toEqual([
      { operation: 'membership.get-hall', input: { hallId: id }, token: reader, idempotencyKey: undefined, expectedVersion: undefined },
    ])
  })

  test('that needs no token is answered without one', async () => {
    expect((await api.call('GET', '/v1/hall-count')).json).toEqual({ count: 1 })
    expect(asked[0]?.token).toBeUndefined()
  })

  test('that answers nothing is a 204 without a body', async () => {
    const { status, text } = await api.call('DELETE', `/v1/halls/${id}`, { token: writer })
    expect({ status, text }).toEqual({ status: 204, text: '' })
  })

  test('answers HEAD as it answers GET, without the body', async () => {
    const { status, text, headers } = await api.call('HEAD', `/v1/halls/${id}`, { token: reader })
    expect({ status, text, etag: headers.get('etag') }).toEqual({ status: 200, text: '', etag: '"3"' })
  })

  test('tells no cache to keep what it answers, and no browser to guess what it is', async () => {
    const { headers } = await api.call('GET', `/v1/halls/${id}`, { token: reader })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('versions', () => {
  test('a thing’s version is its ETag', async () => {
    expect((await api.call('GET', `/v1/halls/${id}`, { token: reader })).headers.get('etag')).toBe('"3"')
  })

  test.each(['"3"', 'W/"3"', '"2", "3"', '*'])('If-None-Match: %s is answered with 304, and nothing is sent', async (held) => {
    const { status, text, headers } = await api.call('GET', `/v1/halls/${id}`, { token: reader, headers: { 'if-none-match': held } })
    expect({ status, text, etag: headers.get('etag') }).toEqual({ status: 304, text: '', etag: '"3"' })
  })

  test('If-None-Match with another version is answered in full', async () => {
    expect((await api.call('GET', `/v1/halls/${id}`, { token: reader, headers: { 'if-none-match': '"2"' } })).status).toBe(200)
  })

  test('If-Match is what the service is to expect; * is any', async () => {
    await api.call('PATCH', `/v1/halls/${id}`, { token: writer, headers: { 'if-match': '"2"' }, body: { name: 'x' } })
    await api.call('PATCH', `/v1/halls/${id}`, { token: writer, headers: { 'if-match': '*' }, body: { name: 'x' } })
    expect(asked.map(({ expectedVersion }) => expectedVersion)).toEqual([2, undefined])
  })

  test.each(['3', 'W/"3"', '"a"', '"1", "2"', ''])('If-Match: %j is refused, because it would not be kept', async (match) => {
    const { status, json } = await api.call('PATCH', `/v1/halls/${id}`, { token: writer, headers: { 'if-match': match }, body: {} })
    expect({ status, json }).toMatchObject({
      status: 400,
      json: { type: '/problems/invalid-input', errors: [{ at: 'If-Match', rule: 'pattern' }] },
    })
    expect(asked).toEqual([])
  })

  test('If-Match is refused where the operation depends on no version', async () => {
    const { json } = await api.call('DELETE', `/v1/halls/${id}`, { token: writer, headers: { 'if-match': '"3"' } })
    expect(json).toMatchObject({ status: 400, errors: [{ at: 'If-Match', rule: 'unsupported' }] })
    expect(asked).toEqual([])
  })
})

describe('Idempotency-Key', () => {
  test('is the service’s to keep', async () => {
    await api.call('POST', '/v1/halls', { token: writer, headers: { 'idempotency-key': '!k~' }, body: { name: 'x' } })
    expect(asked[0]?.idempotencyKey).toBe('!k~')
  })

  test.each(['a b', 'x'.repeat(256), 'é', ''])('%j is refused', async (key) => {
    const { json } = await api.call('POST', '/v1/halls', { token: writer, headers: { 'idempotency-key': key }, body: { name: 'x' } })
    expect(json).toMatchObject({ status: 400, errors: [{ at: 'Idempotency-Key', rule: 'pattern' }] })
    expect(asked).toEqual([])
  })

  test('of 255 characters is taken', async () => {
    expect(
      (await api.call('POST', '/v1/halls', { token: writer, headers: { 'idempotency-key': 'x'.repeat(255) }, body: { name: 'x' } })).status,
    ).toBe(201)
  })
})

describe('links', () => {
  test('what was made can be read at its Location', async () => {
    const { status, headers } = await api.call('POST', '/v1/halls', { token: writer, body: { name: 'x' } })
    expect({ status, location: headers.get('location') }).toEqual({ status: 201, location: `/v1/halls/${id}` })
  })

  test('a page links to the next, with the filters of this one', async () => {
    const { headers } = await api.call('GET', '/v1/halls?limit=1&after=old&open=true', { token: reader })
    expect(headers.get('link')).toBe('</v1/halls?limit=1&open=true&after=WyJhIl0>; rel="next"')
  })

  test('the last page links to none, even where a text looks like a link', async () => {
    await api.standIn('membership', () => answer(200, { items: [{ ...hall, name: '],"next":"x"' }] }))
    expect((await api.call('GET', '/v1/halls', { token: reader })).headers.get('link')).toBeNull()
  })
})

describe('what a service refuses', () => {
  test('is passed on, with the trace to ask about', async () => {
    await api.standIn('membership', () => answer(404, { type: '/problems/no-such-hall', title: 'There is no such hall.', status: 404 }))
    const { status, json, headers } = await api.call('GET', `/v1/halls/${id}`, { token: reader })
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 404, type: 'application/problem+json' })
    expect(json).toEqual({
      type: '/problems/no-such-hall',
      title: 'There is no such hall.',
      status: 404,
      instance: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test.each([
    [401, 'invalid-token', 'The request needs a valid access token.', {}, 'www-authenticate', 'Bearer realm="nlc", error="invalid_token"'],
    [
      403,
      'missing-scope',
      "The token's scopes do not cover this operation.",
      { scope: 'networks:read' },
      'www-authenticate',
      'Bearer realm="nlc", error="insufficient_scope", scope="networks:read"',
    ],
    [503, 'unavailable', 'The service behind this operation does not answer now. Try again.', {}, 'retry-after', '1'],
  ])('with %i carries the header that goes with it', async (status, name, title, details, header, value) => {
    await api.standIn('membership', () => answer(status, { type: `/problems/${name}`, title, status, ...details }))
    expect((await api.call('GET', `/v1/halls/${id}`, { token: reader })).headers.get(header)).toBe(value)
  })
})
