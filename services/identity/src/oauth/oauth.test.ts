import fc from 'fast-check'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { basic, identityUnderTest, integrator } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
const form = { grant_type: 'client_credentials' }
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

describe('what is not a request for a token', () => {
  const send = async (init: RequestInit) => {
    const response = await identity.http('/oauth/token', { method: 'POST', ...init })
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
  }
  const headers = { ...basic(integrator), 'content-type': 'application/x-www-form-urlencoded' }

  test.each([
    ['JSON', { headers: { ...basic(integrator), 'content-type': 'application/json' }, body: JSON.stringify(form) }],
    ['an over-long body', { headers, body: `grant_type=client_credentials&x=${'y'.repeat(60_000)}` }],
    ['one parameter twice', { headers, body: 'grant_type=client_credentials&scope=people:read&scope=people:write' }],
    ['a header that is not Basic', { headers: { ...headers, authorization: 'Bearer x' }, body: 'grant_type=client_credentials' }],
    ['a header that is not base64', { headers: { ...headers, authorization: 'Basic %%%' }, body: 'grant_type=client_credentials' }],
    ['no body', { headers }],
  ])('%s is answered with 400 and OAuth’s error, in JSON', async (_, init) => {
    const { status, type, body } = await send(init)
    expect({ status, error: JSON.parse(body).error }).toEqual({ status: 400, error: 'invalid_request' })
    expect(type).toMatch('application/json')
  })

  test('a browser that asks for HTML gets JSON, too', async () => {
    const { status, type, body } = await send({ headers: { ...headers, accept: 'text/html' }, body: 'grant_type=x' })
    expect({ status, error: JSON.parse(body).error }).toEqual({ status: 400, error: 'unsupported_grant_type' })
    expect(type).toMatch('application/json')
  })

  test('whatever is sent, it is never an error of ours', async () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        assertionType,
        integrator.id,
        integrator.secret,
        'people:read',
        'a.b.c',
      ),
    )
    const parameter = fc.constantFrom(
      ...['grant_type', 'scope', 'resource', 'client_id', 'client_secret', 'client_assertion', 'client_assertion_type'],
      ...['subject_token', 'subject_token_type', 'audience', 'requested_token_type', 'actor_token', '__proto__', 'constructor'],
    )
    const authorization = fc.oneof(
      fc.constant(basic(integrator).authorization),
      fc.base64String({ maxLength: 60 }).map((value) => `Basic ${value}`),
      fc.constant(undefined),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(parameter, word), { maxLength: 8 }), authorization, async (parameters, sent) => {
        const { status, body } = await send({ headers: sent ? { authorization: sent } : {}, body: new URLSearchParams(parameters) })
        expect(status).toBeLessThan(500)
        expect(JSON.parse(body)).toHaveProperty(status === 200 ? 'access_token' : 'error')
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    '/oauth/auth',
    '/oauth/me',
    '/auth',
    '/reg',
    '/me',
    '/token/introspection',
    '/session/end',
    '/interaction/x',
    '/.well-known/openid-configuration',
  ])('the library’s %s is not there', async (path) => {
    expect((await identity.http(path)).status).toBe(404)
    expect((await identity.http(path, { method: 'POST' })).status).toBe(404)
  })
})

test('the key set shows nothing but public keys, and what a token is signed with is in it', async () => {
  const response = await identity.http('/oauth/jwks')
  const { keys } = (await response.json()) as { keys: Record<string, unknown>[] }
  expect(response.headers.get('content-type')).toMatch('application/jwk-set+json')
  expect(keys).toHaveLength(2)
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  expect(keys.map(({ kid }) => kid)).toContain(decodeProtectedHeader(await identity.tokenOf(integrator)).kid)
})

test('the metadata says where things are (RFC 8414), and promises nothing more', async () => {
  const metadata = (await (await identity.http('/.well-known/oauth-authorization-server')).json()) as Record<string, unknown>
  expect(metadata).toMatchObject({
    issuer: identity.issuer,
    token_endpoint: `${identity.issuer}/oauth/token`,
    jwks_uri: `${identity.issuer}/oauth/jwks`,
    response_types_supported: [],
  })
  expect(metadata).not.toHaveProperty('authorization_endpoint')
})
