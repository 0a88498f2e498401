import { newId } from '@nlc/runtime'
import { exportJWK, generateKeyPair } from 'jose'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { identityUnderTest, integrator, keyPair, nationalBody } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
const registration = { kind: 'integrator', name: 'Portal of a town', scopes: ['people:read', 'networks:read'], authMethod: 'client-secret' }
const register = (more: object = {}) => identity.order('identity.register-client', { ...registration, ...more })

test('a registered client gets a token with the secret that was shown', async () => {
  const { status, body } = await register()
  expect(status).toBe(201)
  expect(body).toMatchObject({ ...registration, mayActForPeople: false, keys: [], version: 1 })
  expect(body.secret).toMatch(/^nlc_secret_[\w-]{43}$/)
  expect(body.secrets).toHaveLength(1)
  expect(await identity.tokenOf({ id: body.clientId, secret: body.secret })).toBeTypeOf('string')

  const again = await identity.order('identity.get-client', { clientId: body.clientId })
  expect(again.status).toBe(200)
  expect(again.body).not.toHaveProperty('secret')
  expect(JSON.stringify(again.body)).not.toMatch('digest')
})

test('makes one event, which carries neither name nor secret nor key', async () => {
  const key = await keyPair()
  const { body } = await register({ keys: [key.publicKey] })
  const events = (await identity.eventData('identity.client-registered')).filter(({ clientId }) => clientId === body.clientId)
  expect(events).toEqual([
    {
      clientId: body.clientId,
      kind: 'integrator',
      scopes: registration.scopes,
      authMethod: 'client-secret',
      mayActForPeople: false,
      keyIds: [key.publicKey.kid],
    },
  ])
})

test('two clients may have one name, never one secret', async () => {
  const [first, second] = await Promise.all([register(), register()])
  expect(first.body.clientId).not.toBe(second.body.clientId)
  expect(first.body.secret).not.toBe(second.body.secret)
})

test('the secret is nowhere in the database, also where the answer is kept for a repeat', async () => {
  const idempotencyKey = newId()
  const { body } = await identity.order('identity.register-client', registration, { idempotencyKey })
  const repeated = await identity.order('identity.register-client', registration, { idempotencyKey })
  expect(repeated.body.clientId).toBe(body.clientId)
  expect(repeated.body).not.toHaveProperty('secret')
  const tables = await identity.rows(sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  for (const { name } of tables) {
    const [row] = await identity.rows(
      sql<{ found: boolean | null }>`select bool_or(strpos(t::text, ${body.secret}) > 0) as found from ${sql.raw(name)} t`,
    )
    expect(row?.found ?? false, name).toBe(false)
  }
})

describe('is refused', () => {
  test.each([
    ['integrator', 'register:write'],
    ['integrator', 'clients:write'],
    ['integrator', 'national-body'],
    ['mis-vendor', 'national-body'],
    ['mis-vendor', 'networks:write'],
    ['mis-vendor', 'sharing:write'],
  ])('%s with the scope %s', async (kind, scope) => {
    const { status, body } = await register({ kind, scopes: ['people:read', scope] })
    expect({ status, type: body.type, scopes: body.scopes }).toEqual({ status: 422, type: '/problems/scope-not-allowed', scopes: [scope] })
    expect(body.allowed).toContain('people:read')
  })

  test('private-key-jwt without a key', async () => {
    expect(await register({ authMethod: 'private-key-jwt' })).toMatchObject({ status: 422, body: { type: '/problems/key-needed' } })
    expect(await register({ authMethod: 'private-key-jwt', keys: [] })).toMatchObject({
      status: 422,
      body: { type: '/problems/key-needed' },
    })
  })

  test('a key that is too short, of another algorithm, not on its curve, or named twice', async () => {
    const small = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true })
    const rsa = { ...(await exportJWK(small.publicKey)), kid: 'rsa', alg: 'RS256' }
    const short = { ...rsa, n: (rsa.n as string).slice(0, 171) }
    const { publicKey } = await keyPair()
    const point = (await keyPair('ES256')).publicKey
    const bad = [
      [short],
      [{ ...publicKey, alg: 'ES256' }],
      [{ ...rsa, alg: 'EdDSA' }],
      [{ ...point, x: point.y, y: point.y }],
      [{ ...publicKey, x: 'AAAA' }],
      [publicKey, publicKey],
    ]
    for (const keys of bad) {
      const { status, body } = await register({ keys })
      expect({ status, type: body.type }, JSON.stringify(keys)).toEqual({ status: 422, type: '/problems/unusable-key' })
      expect(body.kid).toBe(keys[0]?.kid)
    }
  })

  test('a private key: nothing of it is kept', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const jwk = { ...(await exportJWK(privateKey)), kid: 'private', alg: 'EdDSA' }
    const { status, body } = await register({ keys: [jwk] })
    expect({ status, type: body.type, at: body.errors[0].at }).toEqual({ status: 400, type: '/problems/invalid-input', at: '/keys/0/d' })
  })

  test.each([
    ['no scope', { scopes: [] }, '/scopes'],
    ['an unknown scope', { scopes: ['everything'] }, '/scopes/0'],
    ['one scope twice', { scopes: ['people:read', 'people:read'] }, '/scopes'],
    ['an unknown kind', { kind: 'robot' }, '/kind'],
    ['a blank name', { name: ' ' }, '/name'],
    ['a field that is not there', { admin: true }, '/admin'],
    ['six keys', { keys: Array.from({ length: 6 }, (_, i) => ({ kid: String(i), kty: 'OKP', alg: 'EdDSA' })) }, '/keys'],
    ['a shared key', { keys: [{ kid: 'a', kty: 'oct', alg: 'HS256' }] }, '/keys/0/kty'],
  ])('%s, naming the field', async (_, more, at) => {
    const { status, body } = await register(more)
    expect(status).toBe(400)
    expect(body.errors.map((fault: { at: string }) => fault.at)).toContain(at)
  })

  test('whoever is not the national body, and says nothing', async () => {
    const count = async () => (await identity.eventNames()).length
    const before = await count()
    const { status, body } = await identity.ask('identity.register-client', registration, { token: await identity.tokenOf(integrator) })
    expect({ status, type: body.type }).toEqual({ status: 403, type: '/problems/missing-scope' })
    expect((await identity.ask('identity.register-client', registration)).status).toBe(401)
    expect((await register({ authMethod: 'private-key-jwt' })).status).toBe(422)
    expect(await count()).toBe(before)
  })
})

describe('the clients of the configuration', () => {
  test('are there at the first start, once, and keep what was changed since', async () => {
    const { body } = await identity.order('identity.get-client', { clientId: integrator.id })
    expect(body).toMatchObject({ clientId: integrator.id, kind: 'integrator', name: 'Portal', mayActForPeople: true })
    expect((await identity.order('identity.change-client', { clientId: integrator.id, name: 'Renamed' })).status).toBe(200)
    await identity.restart()
    expect((await identity.order('identity.get-client', { clientId: integrator.id })).body.name).toBe('Renamed')
    const registered = await identity.eventData('identity.client-registered')
    expect(registered.filter(({ clientId }) => clientId === nationalBody.id)).toHaveLength(1)
  })
})
