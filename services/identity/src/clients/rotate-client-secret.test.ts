import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { identityUnderTest, integrator, keyPair } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
let clientId: string
let first: { id: string; secret: string }
const rotate = (input: object = {}) => identity.order('identity.rotate-client-secret', { clientId, ...input })
const end = (secretId: string) => identity.order('identity.end-client-secret', { clientId, secretId })
const works = async (secret: string) =>
  (await identity.post({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })).status === 200
const events = async (name: string) => (await identity.eventData(name)).filter((data) => data.clientId === clientId)
const shown = async () => (await identity.order('identity.get-client', { clientId })).body
/** As if the overlap were over. */
const letOverlapPass = () =>
  identity.rows(sql`
    update client set secrets = (select jsonb_agg(case when s ? 'expiresAt' then s || '{"expiresAt":"2020-01-01T00:00:00.000Z"}' else s end) from jsonb_array_elements(secrets) s)
    where id = ${clientId}`)

beforeEach(async () => {
  const registration = { kind: 'integrator', name: 'Portal', scopes: ['people:read'], authMethod: 'client-secret' }
  const { body } = await identity.order('identity.register-client', registration)
  clientId = body.clientId
  first = { id: body.secrets[0].secretId, secret: body.secret }
})

describe('rotating', () => {
  test('both secrets are accepted while they overlap, then the new one alone', async () => {
    const { status, body } = await rotate({ overlapHours: 1 })
    expect(status).toBe(201)
    expect(await works(first.secret)).toBe(true)
    expect(await works(body.secret)).toBe(true)
    expect((await shown()).secrets).toHaveLength(2)
    await letOverlapPass()
    expect(await works(first.secret)).toBe(false)
    expect(await works(body.secret)).toBe(true)
    expect((await shown()).secrets.map(({ secretId }: { secretId: string }) => secretId)).toEqual([body.secretId])
  })

  test('overlaps for a day unless it is said otherwise', async () => {
    await rotate()
    const [, old] = (await shown()).secrets.map(({ expiresAt }: { expiresAt?: string }) => expiresAt).sort()
    expect(old).toBeUndefined()
    const [{ oldEndsAt }] = (await events('identity.client-secret-rotated')) as [{ oldEndsAt: string }]
    expect(Date.parse(oldEndsAt) - Date.now()).toBeGreaterThan(23.9 * 3_600_000)
    expect(Date.parse(oldEndsAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
  })

  test('without overlap the old one ends at once', async () => {
    const { body } = await rotate({ overlapHours: 0 })
    expect(await works(first.secret)).toBe(false)
    expect(await works(body.secret)).toBe(true)
  })

  test('makes one event, without the secret', async () => {
    const { body } = await rotate()
    const told = await events('identity.client-secret-rotated')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ clientId, secretId: body.secretId })
    expect(JSON.stringify(told)).not.toMatch(body.secret)
  })

  test('is refused while two are accepted, and possible again afterwards', async () => {
    await rotate()
    expect(await rotate()).toMatchObject({ status: 409, body: { type: '/problems/two-secrets-live' } })
    await letOverlapPass()
    expect((await rotate()).status).toBe(201)
  })

  test('at once by two: one is told that two secrets are live', async () => {
    const answers = await Promise.all([rotate(), rotate()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await events('identity.client-secret-rotated')).toHaveLength(1)
  })

  test('is refused for a client that signs', async () => {
    const { publicKey } = await keyPair()
    const registration = { kind: 'integrator', name: 'Signs', scopes: ['people:read'], authMethod: 'private-key-jwt', keys: [publicKey] }
    const { body } = await identity.order('identity.register-client', registration)
    expect(await rotate({ clientId: body.clientId })).toMatchObject({ status: 409, body: { type: '/problems/client-uses-keys' } })
  })

  test('is refused for what is not there, and to who is not the national body', async () => {
    expect(await rotate({ clientId: 'nobody' })).toMatchObject({ status: 404, body: { type: '/problems/no-such-client' } })
    const token = await identity.tokenOf(integrator)
    expect((await identity.ask('identity.rotate-client-secret', { clientId: integrator.id }, { token })).status).toBe(403)
  })

  test('is refused to who names an old version', async () => {
    const answer = await identity.order('identity.rotate-client-secret', { clientId }, { expectedVersion: 7 })
    expect(answer).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } })
  })

  test('moves the version that others compare with', async () => {
    const before = (await shown()).version
    await rotate()
    expect((await shown()).version).toBe(before + 1)
  })
})

describe('ending a secret', () => {
  test('stops it at once, in one event', async () => {
    const { body } = await rotate()
    expect((await end(first.id)).status).toBe(204)
    expect(await works(first.secret)).toBe(false)
    expect(await works(body.secret)).toBe(true)
    expect(await events('identity.client-secret-ended')).toEqual([{ clientId, secretId: first.id }])
  })

  test('the new one can be ended, too, where it was the one that leaked', async () => {
    const { body } = await rotate()
    expect((await end(body.secretId)).status).toBe(204)
    expect(await works(body.secret)).toBe(false)
    expect(await works(first.secret)).toBe(true)
  })

  test('is refused for the only one', async () => {
    expect(await end(first.id)).toMatchObject({ status: 409, body: { type: '/problems/last-secret' } })
    expect(await works(first.secret)).toBe(true)
  })

  test('is refused for one that has ended, and for one that never was', async () => {
    await rotate({ overlapHours: 0 })
    expect(await end(first.id)).toMatchObject({ status: 404, body: { type: '/problems/no-such-secret' } })
    expect(await end('01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d')).toMatchObject({ status: 404, body: { type: '/problems/no-such-secret' } })
  })

  test('is refused for a client that is not there, and to who is not the national body', async () => {
    const answer = await identity.order('identity.end-client-secret', { clientId: 'nobody', secretId: first.id })
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/no-such-client' } })
    const token = await identity.tokenOf(integrator)
    expect((await identity.ask('identity.end-client-secret', { clientId, secretId: first.id }, { token })).status).toBe(403)
  })
})
