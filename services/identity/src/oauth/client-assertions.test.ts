import { exportSPKI, generateSecret, importJWK, SignJWT } from 'jose'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { identityUnderTest, integrator, type KeyPair, keyPair, nationalBody, seconds } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
const form = { grant_type: 'client_credentials' }
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

describe('a client that signs assertions', () => {
  let key: KeyPair
  let id: string
  let jti = 0
  const claims = () => ({ iss: id, sub: id, aud: identity.issuer, jti: `a${jti++}`, iat: seconds(), exp: seconds(60) })
  const present = (assertion: string, more = {}) =>
    identity.post({ ...form, client_assertion_type: assertionType, client_assertion: assertion, ...more })

  beforeAll(async () => {
    key = await keyPair()
    const registration = {
      kind: 'mis-vendor',
      name: 'Vendor',
      scopes: ['people:read'],
      authMethod: 'private-key-jwt',
      keys: [key.publicKey],
    }
    const { status, body } = await identity.order('identity.register-client', registration)
    expect(status).toBe(201)
    expect(body.secret).toBeUndefined()
    id = body.clientId
  })

  test('gets a token, for the issuer or the token endpoint as audience', async () => {
    const { status, body } = await present(await key.sign(claims()))
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'people:read' })
    expect((await present(await key.sign({ ...claims(), aud: `${identity.issuer}/oauth/token` }))).status).toBe(200)
  })

  test.each(['ES256', 'PS256', 'RS256'])('may sign with %s', async (alg) => {
    const other = await keyPair(alg)
    expect((await identity.order('identity.change-client', { clientId: id, keys: [key.publicKey, other.publicKey] })).status).toBe(200)
    expect((await present(await other.sign(claims()))).status).toBe(200)
  })

  test('cannot use an assertion twice', async () => {
    const assertion = await key.sign(claims())
    expect((await present(assertion)).status).toBe(200)
    expect(await present(assertion)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('cannot use an assertion twice at the same moment', async () => {
    const assertion = await key.sign(claims())
    const answers = await Promise.all(Array.from({ length: 10 }, () => present(assertion)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)])
  })

  test.each([
    ['expired', { exp: seconds(-60), iat: seconds(-120) }],
    ['that never expires', { exp: undefined }],
    ['that lives for an hour', { exp: seconds(3600) }],
    ['that lives beyond all numbers', { exp: 1e308 }],
    ['not valid yet', { nbf: seconds(120) }],
    ['without jti', { jti: undefined }],
    ['with a jti that is no text', { jti: 5 }],
    ['for another audience', { aud: 'https://elsewhere.test' }],
    ['without audience', { aud: undefined }],
    ['by another issuer', { iss: 'someone' }],
    ['about another client', { sub: nationalBody.id }],
    ['about nobody', { sub: undefined }],
  ])('is refused an assertion %s', async (_, wrong) => {
    const { status, body } = await present(await key.sign({ ...claims(), ...wrong }))
    expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' })
  })

  test('is refused an assertion for whatever host the request names', async () => {
    // Sent by hand: fetch does not let us choose the Host.
    const assertion = await key.sign({ ...claims(), aud: 'http://elsewhere.test/oauth/token' })
    const { request } = await import('node:http')
    const body = new URLSearchParams({ ...form, client_assertion_type: assertionType, client_assertion: assertion }).toString()
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'elsewhere.test', 'content-type': 'application/x-www-form-urlencoded' }
      request({ port: identity.running.httpPort, host: '127.0.0.1', path: '/oauth/token', method: 'POST', headers }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end(body)
    })
    expect(status).toBe(401)
  })

  test('is refused what another key signed, also under its own kid', async () => {
    const stranger = await keyPair('EdDSA', key.publicKey.kid)
    expect((await present(await stranger.sign(claims()))).status).toBe(401)
    expect((await present(await (await keyPair()).sign(claims()))).status).toBe(401)
  })

  test('is refused an unsigned assertion, and one signed with its public key as a shared secret', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`
    expect((await present(unsigned)).status).toBe(401)
    const shared = Buffer.from(await exportSPKI((await importJWK(key.publicKey)) as never))
    expect((await present(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(shared))).status).toBe(401)
    const made = await generateSecret('HS256')
    expect((await present(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(made))).status).toBe(401)
  })

  test('is refused a changed assertion', async () => {
    const [header, , signature] = (await key.sign(claims())).split('.')
    const payload = Buffer.from(JSON.stringify({ ...claims(), scope: 'more' })).toString('base64url')
    expect((await present(`${header}.${payload}.${signature}`)).status).toBe(401)
  })

  test.each(['', 'x', 'a.b.c', 'eyJhbGciOiJFZERTQSJ9..', `${'a'.repeat(20_000)}.b.c`])(
    'what is no JWT (%#) is a bad request',
    async (assertion) => {
      expect((await present(assertion)).status).toBeGreaterThanOrEqual(400)
      expect((await present(assertion)).status).toBeLessThan(500)
    },
  )

  test('cannot use a secret instead, nor a secret’s client an assertion', async () => {
    expect((await identity.post({ ...form, client_id: id, client_secret: 'digests' })).status).toBe(401)
    expect((await present(await key.sign({ ...claims(), iss: integrator.id, sub: integrator.id }))).status).toBe(401)
  })

  test('leaves nothing behind where it was refused before it was known', async () => {
    const count = async () => (await identity.rows(sql<{ n: number }>`select count(*) as n from used_jwt`))[0]?.n
    const before = await count()
    await present(await key.sign({ ...claims(), aud: 'https://elsewhere.test' }))
    await present(await (await keyPair()).sign(claims()))
    await present(await key.sign({ ...claims(), exp: seconds(3600) }))
    expect(await count()).toBe(before)
  })
})
