import { createLocalJWKSet, jwtVerify } from 'jose'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { basic, identityUnderTest, integrator, nationalBody, seconds } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
const form = { grant_type: 'client_credentials' }

describe('a client with a secret', () => {
  test('gets a token that anybody can verify by the served key set, and that says who it is and what it is good for', async () => {
    const token = await identity.tokenOf(integrator, { scope: 'people:read networks:read' })
    const keys = (await (await identity.http('/oauth/jwks')).json()) as never
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: identity.issuer,
      audience: identity.issuer,
      typ: 'at+jwt',
    })
    expect(protectedHeader.alg).toBe('EdDSA')
    expect(payload).toMatchObject({
      sub: integrator.id,
      client_id: integrator.id,
      client_kind: 'integrator',
      scope: 'people:read networks:read',
    })
    expect(payload.aud).toBe(identity.issuer)
    expect(payload.jti).toBeTypeOf('string')
    expect(payload.act).toBeUndefined()
    expect((payload.exp as number) - (payload.iat as number)).toBe(600)
    expect(Math.abs((payload.iat as number) - seconds())).toBeLessThan(5)
  })

  test('may send it in the header or in the body', async () => {
    expect((await identity.post(form, basic(integrator))).status).toBe(200)
    expect((await identity.post({ ...form, client_id: integrator.id, client_secret: integrator.secret })).status).toBe(200)
  })

  test('gets all of its scopes where it asks for none, and is told so', async () => {
    const { body } = await identity.post(form, basic(integrator))
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    expect(body.scope.split(' ')).toContain('people:write')
    expect(body.scope.split(' ')).not.toContain('clients:write')
  })

  test.each([
    ['another kind of client’s scope', { scope: 'people:read clients:write' }, 400, 'invalid_scope'],
    ['a scope that does not exist', { scope: 'everything' }, 400, 'invalid_scope'],
    ['letters that no scope has', { scope: 'people:read "' }, 400, 'invalid_scope'],
    ['another resource', { resource: 'https://elsewhere.test' }, 400, 'invalid_target'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a grant that needs people at a screen', { grant_type: 'authorization_code', code: 'x' }, 400, 'unsupported_grant_type'],
  ])('is refused %s', async (_, more, status, error) => {
    const answer = await identity.post({ ...form, ...more }, basic(integrator))
    expect(answer).toMatchObject({ status, body: { error } })
    expect(answer.body.access_token).toBeUndefined()
  })

  test('is refused without a grant type', async () => {
    expect(await identity.post({}, basic(integrator))).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  test('may name our resource', async () => {
    expect((await identity.post({ ...form, resource: identity.issuer }, basic(integrator))).status).toBe(200)
  })

  test.each([
    ['a wrong secret', { id: integrator.id, secret: nationalBody.secret }],
    ['what is kept of the secret', { id: integrator.id, secret: 'digests' }],
    ['an unknown client', { id: 'nobody', secret: integrator.secret }],
    ['an id that Postgres would choke on', { id: 'a\u0000b', secret: integrator.secret }],
    ['an id longer than any', { id: 'a'.repeat(5000), secret: integrator.secret }],
  ])('%s: invalid_client, whatever is wrong', async (_, { id, secret }) => {
    const { status, body } = await identity.post({ ...form, client_id: id, client_secret: secret })
    expect({ status, body }).toEqual({ status: 401, body: { error: 'invalid_client', error_description: 'client authentication failed' } })
  })

  test('is not let in without authentication, or with two at once', async () => {
    expect((await identity.post(form)).status).toBe(400)
    expect((await identity.post({ ...form, client_id: integrator.id })).status).toBe(401)
    expect(await identity.post({ ...form, client_secret: integrator.secret }, basic(integrator))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  test('is kept as a digest: the secret is nowhere in the database', async () => {
    const [{ found }] = (await identity.rows(sql<{ found: boolean }>`
      select bool_or(c::text like ${`%${integrator.secret}%`}) as found from client c`)) as [{ found: boolean }]
    expect(found).toBe(false)
  })
})
