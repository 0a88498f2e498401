import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newId } from '@nlc/runtime'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, identityUnderTest, integrator, type KeyPair, keyPair, nationalBody, seconds } from '../../test/identity-under-test.ts'

const provider = await keyPair('ES256')
let keysOfOther: unknown = { keys: [] }
let server: Server
const otherProvider = await keyPair('RS256')
const port = await new Promise<number>((resolve) => {
  server = createServer((_, response) =>
    response.writeHead(keysOfOther ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(keysOfOther)),
  )
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
})
afterAll(() => server.close())

const identity = identityUnderTest({
  TRUSTED_STATEMENT_ISSUERS: JSON.stringify([
    { issuer: 'https://sign-in.test', jwks: { keys: [provider.publicKey] } },
    { issuer: 'https://other.test', jwksUri: `http://127.0.0.1:${port}/keys` },
  ]),
})
const jwt = 'urn:ietf:params:oauth:token-type:jwt'
const person = newId()
let key: KeyPair
let number = 0

const claims = (issuer = integrator.id) => ({
  iss: issuer,
  sub: person,
  aud: identity.issuer,
  jti: `s${number++}`,
  iat: seconds(),
  exp: seconds(120),
})
const exchange = (statement: string | undefined, more: Record<string, string> = {}, client = integrator) =>
  identity.post(
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: jwt,
      ...(statement === undefined ? {} : { subject_token: statement }),
      ...more,
    },
    basic(client),
  )

beforeAll(async () => {
  key = await keyPair()
  expect((await identity.order('identity.change-client', { clientId: integrator.id, keys: [key.publicKey] })).status).toBe(200)
})

describe('a client’s own statement', () => {
  test('gives a token in which both the person and the client are seen', async () => {
    const { status, body } = await exchange(await key.sign(claims()), { scope: 'networks:read networks:write' })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'networks:read networks:write',
    })
    const keys = (await (await identity.http('/oauth/jwks')).json()) as never
    const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(keys), {
      issuer: identity.issuer,
      audience: identity.issuer,
      typ: 'at+jwt',
    })
    expect(payload).toMatchObject({ sub: person, act: { sub: integrator.id }, client_id: integrator.id, client_kind: 'integrator' })
    expect((payload.exp as number) - (payload.iat as number)).toBe(600)
  })

  test('gives at most the client’s scopes', async () => {
    expect((await exchange(await key.sign(claims()))).body.scope).not.toContain('clients:write')
    expect(await exchange(await key.sign(claims()), { scope: 'national-body' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    })
  })

  test('is good once, also of many at the same moment', async () => {
    const statement = await key.sign(claims())
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(statement)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
    expect((await exchange(statement)).body).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringMatching('used before'),
    })
  })

  test('that was refused for something else is still good', async () => {
    const statement = await key.sign(claims())
    expect((await exchange(statement, { scope: 'everything' })).status).toBe(400)
    expect((await exchange(statement, { audience: 'https://elsewhere.test' })).status).toBe(400)
    expect((await exchange(statement)).status).toBe(200)
  })

  test.each([
    ['expired', () => ({ iat: seconds(-200), exp: seconds(-60) }), 'expired'],
    ['that never expires', () => ({ exp: undefined }), 'exp'],
    ['without iat', () => ({ iat: undefined }), 'iat'],
    ['that lives for longer than five minutes', () => ({ exp: seconds(400) }), '300 seconds'],
    ['that lives beyond all numbers', () => ({ exp: 1e308 }), '300 seconds'],
    ['that began long ago', () => ({ iat: seconds(-3600), exp: seconds(60) }), 'iat'],
    ['from the future', () => ({ iat: seconds(600), exp: seconds(700) }), 'iat'],
    ['not valid yet', () => ({ nbf: seconds(60) }), 'nbf'],
    ['for another audience', () => ({ aud: 'https://elsewhere.test' }), 'aud'],
    ['for others, too', () => ({ aud: [identity.issuer, 'https://elsewhere.test'] }), 'alone'],
    ['without audience', () => ({ aud: undefined }), 'aud'],
    ['without jti', () => ({ jti: undefined }), 'jti'],
    ['with an empty jti', () => ({ jti: '' }), 'jti'],
    ['with a jti that is no text', () => ({ jti: { a: 1 } }), 'jti'],
    ['about nobody', () => ({ sub: undefined }), 'sub'],
    ['about who is no person', () => ({ sub: 'head@school.test' }), 'UUID'],
    ['about the client itself', () => ({ sub: integrator.id }), 'not the client'],
    ['by nobody', () => ({ iss: undefined }), 'iss'],
    ['by another client', () => ({ iss: nationalBody.id }), 'iss'],
    ['by an issuer that is not trusted', () => ({ iss: 'https://evil.test' }), 'iss'],
  ])('%s is refused, says what is wrong, and leaves nothing behind', async (_, wrong, says) => {
    const count = async () => (await identity.rows(sql<{ n: number }>`select count(*) as n from used_jwt`))[0]?.n
    const before = await count()
    const { status, body } = await exchange(await key.sign({ ...claims(), ...wrong() }))
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_request' })
    expect(body.error_description).toMatch(says)
    expect(body.access_token).toBeUndefined()
    expect(await count()).toBe(before)
  })

  test('that is forged is refused', async () => {
    const stranger = await keyPair('EdDSA', key.publicKey.kid)
    const [header, payload, signature] = (await key.sign(claims())).split('.') as [string, string, string]
    const other = Buffer.from(JSON.stringify({ ...claims(), sub: newId() })).toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const forged = [
      await stranger.sign(claims()),
      await (await keyPair()).sign(claims()),
      `${header}.${other}.${signature}`,
      `${none}.${payload}.`,
      `${header}.${payload}.`,
    ]
    for (const statement of forged) expect(await exchange(statement)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  test.each(['x', 'a.b.c', '..', '{}', `${'a'.repeat(30_000)}.b.c`, 'é\u0000'])('that is no JWT (%#) is refused', async (statement) => {
    expect(await exchange(statement)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  test('may have any text as its jti', async () => {
    for (const jti of ['a'.repeat(10_000), '\u0000', '日本']) {
      const statement = await key.sign({ ...claims(), jti })
      expect((await exchange(statement)).status).toBe(200)
      expect((await exchange(statement)).status).toBe(400)
    }
  })
})

describe('the exchange', () => {
  test.each([
    ['without a statement', undefined, {}, 'invalid_request'],
    ['of another type of token', 'x', { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }, 'invalid_request'],
    ['for another type of token', 'x', { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, 'invalid_request'],
    ['with another actor', 'x', { actor_token: 'y' }, 'invalid_request'],
    ['for another audience', 'x', { audience: 'https://elsewhere.test' }, 'invalid_target'],
    ['for another resource', 'x', { resource: 'https://elsewhere.test' }, 'invalid_target'],
  ])('%s is refused', async (_, statement, more, error) => {
    expect(await exchange(statement, more)).toMatchObject({ status: 400, body: { error } })
  })

  test('is not for a client that may not act for people', async () => {
    expect(await exchange(await key.sign(claims(nationalBody.id)), {}, { ...integrator, ...nationalBody })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    })
  })

  test('is not for who is not a client', async () => {
    expect(await exchange(await key.sign(claims()), {}, { ...integrator, secret: 'x' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    })
  })
})

test('a client assertion does not pass for a statement, nor a statement for an assertion', async () => {
  const own = await keyPair()
  const registration = {
    kind: 'integrator',
    name: 'Staff app',
    scopes: ['people:read'],
    authMethod: 'private-key-jwt',
    keys: [own.publicKey],
    mayActForPeople: true,
  }
  const { clientId: id } = (await identity.order('identity.register-client', registration)).body
  const present = async (assertion: string, statement: string) =>
    identity.post({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      subject_token: statement,
      subject_token_type: jwt,
    })
  const assertion = () => own.sign({ ...claims(id), sub: id })
  const statement = () => own.sign(claims(id))

  expect((await present(await assertion(), await statement())).status).toBe(200)
  expect(await present(await assertion(), await assertion())).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(await present(await statement(), await statement())).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
})

describe('a trusted identity provider’s statement', () => {
  const issuer = 'https://sign-in.test'

  test('is good for the client that it names', async () => {
    expect((await exchange(await provider.sign({ ...claims(issuer), may_act: { sub: integrator.id } }))).status).toBe(200)
    expect((await exchange(await provider.sign({ ...claims(issuer), azp: integrator.id }))).status).toBe(200)
  })

  test.each([
    ['names another', { may_act: { sub: nationalBody.id } }],
    ['names another in one place', { may_act: { sub: nationalBody.id }, azp: integrator.id }],
    ['names none', {}],
  ])('that %s is refused', async (_, more) => {
    expect(await exchange(await provider.sign({ ...claims(issuer), ...more }))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  test('is refused where the client itself made it', async () => {
    expect((await exchange(await key.sign({ ...claims(issuer), azp: integrator.id }))).status).toBe(400)
  })

  test('is verified by keys that are fetched; while they cannot be, the client is told to try again', async () => {
    const statement = () => otherProvider.sign({ ...claims('https://other.test'), azp: integrator.id })
    keysOfOther = undefined
    expect(await exchange(await statement())).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
    keysOfOther = { keys: [otherProvider.publicKey] }
    expect((await exchange(await statement())).status).toBe(200)
  })
})
