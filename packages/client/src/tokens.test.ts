import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { type ApiUnderTest, apiUnderTest, problemOf, tell } from './api-under-test.ts'
import { createClient } from './client.ts'
import { NoAnswerError, TokenError } from './errors.ts'
import type { SigningKey } from './jwt.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let api: ApiUnderTest
beforeEach(async () => {
  api = await apiUnderTest()
})
afterEach(() => api.close())

const tokenOf = (token: string, seconds = 600) => ({ body: { access_token: token, expires_in: seconds, token_type: 'Bearer' } })
const forms = () => api.tokenRequests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
const tokensUsed = () => api.seen.map(({ headers }) => headers.authorization)
const caught = async (work: Promise<unknown>) => work.then(() => undefined).catch((error) => error)

test('one token serves all who ask at once, and who asks later', async () => {
  const { membership } = api.client()
  await Promise.all(Array.from({ length: 50 }, () => membership.listPeople()))
  await membership.listPeople()
  expect(api.tokenRequests).toHaveLength(1)
  expect(new Set(tokensUsed())).toEqual(new Set(['Bearer token-1']))
  expect(forms()).toEqual([{ grant_type: 'client_credentials' }])
})

test('id and secret are encoded as RFC 6749 has it, and scopes are asked for where they are named', async () => {
  await api.client({ clientId: 'a:b', clientSecret: 'p ä%', scopes: ['people:read', 'register:read'] }).membership.listPeople()
  const [, basic] = api.tokenRequests[0]!.headers.authorization!.split(' ')
  expect(Buffer.from(basic!, 'base64').toString()).toBe('a%3Ab:p+%C3%A4%25')
  expect(forms()[0]).toEqual({ grant_type: 'client_credentials', scope: 'people:read register:read' })
})

describe('before it expires', () => {
  let now = 0
  let clock: MockInstance
  beforeEach(() => {
    now = performance.now()
    clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  })
  afterEach(() => clock.mockRestore())

  test('it is renewed, while whoever asks meanwhile does not wait', async () => {
    let answer = () => {}
    api.tokens = [
      tokenOf('first'),
      (_, __, response) => {
        answer = () => tell(response, tokenOf('second'))
      },
    ]
    const { membership } = api.client()
    await membership.listPeople()
    now += 500_000
    await membership.listPeople()
    await membership.listPeople()
    await expect.poll(() => api.tokenRequests.length, { timeout: 20_000 }).toBe(2)
    answer()
    const used = async () => {
      await membership.listPeople()
      return tokensUsed().at(-1)
    }
    await expect.poll(used, { timeout: 20_000 }).toBe('Bearer second')
    expect(tokensUsed().slice(0, 3)).toEqual(Array(3).fill('Bearer first'))
    expect(api.tokenRequests).toHaveLength(2)
  })

  test('a token endpoint that fails is not felt, and asked again', async () => {
    api.tokens = [tokenOf('first'), { status: 503, body: 'down' }]
    const { membership } = api.client({ retry: { tries: 1 } })
    await membership.listPeople()
    now += 500_000
    const tries = async () => {
      await membership.listPeople()
      return api.tokenRequests.length
    }
    await expect.poll(tries, { timeout: 20_000 }).toBeGreaterThan(2)
    expect(new Set(tokensUsed())).toEqual(new Set(['Bearer first']))
  })

  test('it is not sent any more right before', async () => {
    api.tokens = [tokenOf('first'), tokenOf('second')]
    const { membership } = api.client()
    await membership.listPeople()
    now += 596_000
    await membership.listPeople()
    expect(tokensUsed()).toEqual(['Bearer first', 'Bearer second'])
  })
})

test('one that is refused is replaced, once, and the request is made again', async () => {
  const { membership } = api.client()
  api.reactions = [problemOf(401, 'invalid-token'), { body: { id: 'p' } }]
  expect(await membership.registerPerson({ name: { given: 'Nia', family: 'Rees' } })).toEqual({ id: 'p' })
  expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-2'])
  expect(new Set(api.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  api.reactions = [problemOf(401, 'invalid-token')]
  expect(await caught(membership.listPeople())).toMatchObject({ status: 401, name: 'invalid-token' })
  expect(api.seen).toHaveLength(4)
})

test('what the token endpoint refuses is told in its own words, to all who waited, and not asked again', async () => {
  api.tokens = [{ status: 401, body: { error: 'invalid_client', error_description: 'The secret is not the one.' } }]
  const { membership } = api.client()
  const errors = await Promise.all([1, 2, 3].map(() => caught(membership.listPeople())))
  for (const error of errors) {
    expect(error).toBeInstanceOf(TokenError)
    expect(error).toMatchObject({ status: 401, error: 'invalid_client', description: 'The secret is not the one.' })
  }
  expect(api.tokenRequests).toHaveLength(1)
  expect(api.seen).toHaveLength(0)
})

test('a token endpoint that cannot be reached is tried as often as anything, not as often squared', async () => {
  api.tokens = ['cut']
  const error = await caught(
    api.client({ retry: { tries: 3, baseMs: 1 } }).membership.registerPerson({ name: { given: 'N', family: 'R' } }),
  )
  expect(error).toBeInstanceOf(NoAnswerError)
  expect(error).toMatchObject({ operation: 'token', mayHaveTakenEffect: false })
  expect(api.tokenRequests).toHaveLength(3)
})

test('a caller that gives up does not take the token from the others', async () => {
  let answer = () => {}
  api.tokens = [
    (_, __, response) => {
      answer = () => void response.writeHead(200).end(JSON.stringify(tokenOf('late').body))
    },
  ]
  const { membership } = api.client()
  const given = new AbortController()
  const first = caught(membership.listPeople({}, { signal: given.signal }))
  const second = membership.listPeople()
  await expect.poll(() => api.tokenRequests.length, { timeout: 20_000 }).toBe(1)
  given.abort(new Error('enough'))
  expect(await first).toMatchObject({ message: 'enough' })
  answer()
  expect(await second).toEqual({})
  expect(tokensUsed()).toEqual(['Bearer late'])
})

const keyPair = (type: string, options: object = {}): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync(type as 'ed25519', options as never) as never
const verified = (token: string, jwk: JWK) =>
  jwtVerify(token, createLocalJWKSet({ keys: [{ ...jwk, kid: 'k' }] }), {
    audience: api.url,
    maxTokenAge: 300,
    requiredClaims: ['jti', 'iat', 'exp'],
  })

describe('signing', () => {
  test.each([
    ['EdDSA', undefined, keyPair('ed25519')],
    ['ES256', undefined, keyPair('ec', { namedCurve: 'P-256' })],
    ['ES384', undefined, keyPair('ec', { namedCurve: 'P-384' })],
    ['PS256', undefined, keyPair('rsa', { modulusLength: 2048 })],
    ['RS256', 'RS256', keyPair('rsa', { modulusLength: 2048 })],
  ])('%s: an assertion that others verify, instead of a secret', async (expected, alg, { privateKey, publicKey }) => {
    const asJwk = { ...privateKey.export({ format: 'jwk' }), kid: 'k', ...(alg && { alg }) } as SigningKey
    const asPem: SigningKey = { pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), kid: 'k', ...(alg && { alg }) }
    for (const key of [asJwk, asPem]) {
      await api.client({ clientSecret: undefined, key }).membership.listPeople()
      const { client_assertion: assertion, client_assertion_type: type } = forms().at(-1)!
      expect(type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      const { payload } = await verified(assertion!, publicKey.export({ format: 'jwk' }) as JWK)
      expect(payload).toMatchObject({ iss: 'us', sub: 'us', aud: api.url })
      expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(300)
      expect(decodeProtectedHeader(assertion!)).toMatchObject({ alg: expected, kid: 'k' })
    }
    expect(api.tokenRequests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  })

  const { privateKey, publicKey } = keyPair('ed25519')
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'k' } as SigningKey

  test('what is good for one use is signed anew in each try', async () => {
    api.tokens = ['cut', problemOf(503, 'unavailable'), tokenOf('third')]
    await api.client({ clientSecret: undefined, key }).membership.listPeople()
    const ids = await Promise.all(
      forms().map(async ({ client_assertion: text }) => (await verified(text!, publicKey.export({ format: 'jwk' }) as JWK)).payload.jti),
    )
    expect(new Set(ids).size).toBe(3)
  })

  test('for a person: a statement that names them is exchanged; each person has a token of their own', async () => {
    const client = api.client({ statementKey: key })
    const [one, other] = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'] as const
    await client.actingFor(one).membership.listPeople()
    await client.actingFor(one).membership.listPeople()
    await client.actingFor(other).membership.listPeople()
    await client.membership.listPeople()
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2', 'Bearer token-3'])
    const [first, second, third] = forms()
    expect(first).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    })
    const jwk = publicKey.export({ format: 'jwk' }) as JWK
    expect((await verified(first!.subject_token!, jwk)).payload).toMatchObject({ iss: 'us', sub: one, aud: api.url })
    expect((await verified(second!.subject_token!, jwk)).payload.sub).toBe(other)
    expect(third).toEqual({ grant_type: 'client_credentials' })
  })

  test('for a person: a provider’s statement goes along as it is, a new one for each token', async () => {
    let given = 0
    const acting = api.client().actingFor('p', { statement: async () => `statement-${++given}` })
    api.tokens = ['cut', tokenOf('theirs')]
    await acting.membership.listPeople()
    expect(forms().map(({ subject_token: text }) => text)).toEqual(['statement-1', 'statement-2'])
  })
})

test('what makes no client is refused when it is made', () => {
  const baseUrl = 'https://api.example.org'
  expect(() => createClient({ baseUrl })).toThrow(TypeError)
  expect(() => createClient({ baseUrl, clientId: 'us' })).toThrow(TypeError)
  expect(() => createClient({ baseUrl: 'nowhere', clientId: 'us', clientSecret: 's' })).toThrow(TypeError)
  expect(() => createClient({ baseUrl, clientId: 'us', clientSecret: 's' }).actingFor('p')).toThrow(TypeError)
  expect(() => createClient({ baseUrl, accessToken: 't' }).actingFor('p')).toThrow(TypeError)
})

test('a token of the caller’s own is asked for each time', async () => {
  let given = 0
  const { membership } = createClient({ baseUrl: api.url, accessToken: () => `ours-${++given}` })
  await membership.listPeople()
  await membership.listPeople()
  expect(tokensUsed()).toEqual(['Bearer ours-1', 'Bearer ours-2'])
  expect(api.tokenRequests).toHaveLength(0)
})
