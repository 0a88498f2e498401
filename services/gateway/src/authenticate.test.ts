import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { answer, testGateway } from '../test/gateway-under-test.ts'
import { halls } from '../test/halls.ts'
import { networkOf } from './authenticate.ts'

const api = testGateway([halls], { RATE_LIMIT: 5, RATE_LIMIT_ANONYMOUS: 20, RATE_LIMIT_WINDOW: 3600 })
const id = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
let asked = 0

beforeAll(async () => {
  await api.standIn('membership', (operation) => {
    asked += 1
    return operation.endsWith('count-halls') ? answer(200, { count: 1 }) : answer(200, { id, name: 'Hall', version: 1 }, 1)
  })
})

const read = (headers: Record<string, string>, url = `/v1/halls/${id}`) => api.call('GET', url, { headers })

describe('a token', () => {
  test('is asked for where none came, and nothing is said to be wrong with it', async () => {
    const { status, json, headers } = await read({})
    expect({ status, challenge: headers.get('www-authenticate') }).toEqual({ status: 401, challenge: 'Bearer realm="nlc"' })
    expect(json).toMatchObject({ type: '/problems/invalid-token', instance: expect.any(String) })
  })

  test('that is forged, mangled or of another kind is refused, and nobody is asked', async () => {
    const before = asked
    const good = await token({ scopes: ['networks:read'] })
    const [head, body, signature] = good.split('.') as [string, string, string]
    const other = (await token({ scopes: ['networks:read', 'national-body'] })).split('.')[1]
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`
    for (const authorization of [
      `Bearer ${head}.${other}.${signature}`,
      `Bearer ${unsigned}`,
      'Bearer x',
      'Bearer ',
      'Basic eDp5',
      `Bearer ${good} ${good}`,
      good,
    ]) {
      const { status, json, headers } = await read({ authorization })
      expect({ authorization, status, type: json.type }).toEqual({ authorization, status: 401, type: '/problems/invalid-token' })
      expect(headers.get('www-authenticate')).toBe('Bearer realm="nlc", error="invalid_token"')
    }
    expect(asked).toBe(before)
  })

  test('is looked at where none is needed, too', async () => {
    expect((await read({ authorization: 'Bearer x' }, '/v1/hall-count')).status).toBe(401)
    expect((await read({ authorization: `Bearer ${await token({ scopes: [] })}` }, '/v1/hall-count')).status).toBe(200)
  })

  test('without the scope is refused, and the scope is named', async () => {
    const before = asked
    const { status, json, headers } = await read({ authorization: `Bearer ${await token({ scopes: ['networks:write', 'people:read'] })}` })
    expect({ status, challenge: headers.get('www-authenticate') }).toEqual({
      status: 403,
      challenge: 'Bearer realm="nlc", error="insufficient_scope", scope="networks:read"',
    })
    expect(json).toMatchObject({ type: '/problems/missing-scope', scope: 'networks:read' })
    expect(asked).toBe(before)
  })

  test('in the address is no token', async () => {
    expect((await read({}, `/v1/halls/${id}?access_token=${await token({ scopes: ['networks:read'] })}`)).status).toBe(401)
  })

  test('goes by its scheme in any case', async () => {
    expect((await read({ authorization: `bearer ${await token({ scopes: ['networks:read'] })}` })).status).toBe(200)
  })
})

describe('the limit', () => {
  test('of a client is told with every answer, holds over all its tokens, and refuses with 429', async () => {
    const client = newId()
    const as = async () => ({ authorization: `Bearer ${await token({ scopes: ['networks:read'], client })}` })
    const first = await read(await as())
    expect(first.headers.get('ratelimit-policy')).toBe('"client";q=5;w=3600')
    expect(first.headers.get('ratelimit')).toMatch(/^"client";r=4;t=\d+$/)
    for (let n = 0; n < 4; n++) expect((await read(await as())).status).toBe(200)
    const { status, json, headers } = await read(await as())
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 429, retryAfter: '720' })
    expect(json).toMatchObject({ type: '/problems/too-many-requests', retryAfterSeconds: 720 })
    expect(headers.get('ratelimit')).toBe('"client";r=0;t=720')
    expect(headers.get('ratelimit-policy')).toBe('"client";q=5;w=3600')

    expect((await read({ authorization: `Bearer ${await token({ scopes: ['networks:read'] })}` })).status).toBe(200)
  })

  test('of an address holds for what comes without a good token, and for nothing else', async () => {
    let last = await read({ authorization: 'Bearer x' })
    for (let n = 0; n < 40 && last.status === 401; n++) last = await read({ authorization: `Bearer x${n}` })
    expect({ status: last.status, policy: last.headers.get('ratelimit-policy') }).toEqual({ status: 429, policy: '"address";q=20;w=3600' })
    expect((await read({}, '/v1/hall-count')).status).toBe(429)
    expect((await read({ authorization: `Bearer ${await token({ scopes: ['networks:read'] })}` })).status).toBe(200)
  })

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of the address %s is that of %s: nobody has more by having many', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
