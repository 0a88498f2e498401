import { beforeEach, describe, expect, test } from 'vitest'
import { identityUnderTest, integrator, keyPair, nationalBody } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
let clientId: string
let secret: string
const change = (input: object, options = {}) => identity.order('identity.change-client', { clientId, ...input }, options)
const changes = async () => (await identity.eventData('identity.client-changed')).filter((data) => data.clientId === clientId)

beforeEach(async () => {
  const registration = { kind: 'integrator', name: 'Portal', scopes: ['people:read', 'networks:read'], authMethod: 'client-secret' }
  const { body } = await identity.order('identity.register-client', registration)
  clientId = body.clientId
  secret = body.secret
})

test('changes what is named and leaves the rest, in one event', async () => {
  const { status, body, version } = await change({ scopes: ['people:read'] })
  expect(status).toBe(200)
  expect(body).toMatchObject({ name: 'Portal', scopes: ['people:read'], mayActForPeople: false, version: 2 })
  expect(version).toBe(2)
  expect(await changes()).toMatchObject([{ clientId, scopes: ['people:read'] }])
})

test('the next token has the new scopes, and the secret goes on', async () => {
  await change({ scopes: ['sharing:read'] })
  const { body } = await identity.post({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })
  expect(body.scope).toBe('sharing:read')
})

test('what changes nothing says nothing', async () => {
  const { body } = await change({ name: 'Portal', scopes: ['people:read', 'networks:read'], keys: [] })
  expect(body.version).toBe(1)
  expect(await changes()).toEqual([])
})

test('keys are replaced as a whole', async () => {
  const [first, second] = [await keyPair(), await keyPair('ES256')]
  expect((await change({ keys: [first.publicKey, second.publicKey] })).body.keys).toHaveLength(2)
  expect((await change({ keys: [second.publicKey] })).body.keys).toEqual([second.publicKey])
})

test('one who changes an old version is told', async () => {
  expect((await change({ name: 'A' }, { expectedVersion: 1 })).status).toBe(200)
  expect(await change({ name: 'B' }, { expectedVersion: 1 })).toMatchObject({
    status: 412,
    body: { type: '/problems/stale-version', version: 2 },
  })
})

test('of two changes at once both take effect, one after the other', async () => {
  const answers = await Promise.all([change({ name: 'New name' }), change({ mayActForPeople: true })])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  const { body } = await identity.order('identity.get-client', { clientId })
  expect(body).toMatchObject({ name: 'New name', mayActForPeople: true, version: 3 })
  expect(await changes()).toHaveLength(2)
})

describe('is refused', () => {
  test('a scope that the kind cannot have', async () => {
    expect(await change({ scopes: ['clients:write'] })).toMatchObject({ status: 422, body: { type: '/problems/scope-not-allowed' } })
  })

  test('a key that cannot be used', async () => {
    const { publicKey } = await keyPair()
    expect(await change({ keys: [{ ...publicKey, crv: 'P-256' }] })).toMatchObject({
      status: 422,
      body: { type: '/problems/unusable-key' },
    })
  })

  test('to take the last key from a client that has no secret', async () => {
    const { publicKey } = await keyPair()
    const { body } = await identity.order('identity.register-client', {
      kind: 'mis-vendor',
      name: 'Vendor',
      scopes: ['people:read'],
      authMethod: 'private-key-jwt',
      keys: [publicKey],
    })
    const answer = await identity.order('identity.change-client', { clientId: body.clientId, keys: [] })
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/key-needed' } })
  })

  test('to give up one’s own right to keep clients', async () => {
    const answer = await identity.order('identity.change-client', { clientId: nationalBody.id, scopes: ['people:read'] })
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/own-client' } })
  })

  test('what is not there', async () => {
    const answer = await identity.order('identity.change-client', { clientId: 'nobody', name: 'x' })
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/no-such-client' } })
  })

  test('whoever is not the national body, for itself, too', async () => {
    const token = await identity.tokenOf(integrator)
    expect((await identity.ask('identity.change-client', { clientId: integrator.id, name: 'x' }, { token })).status).toBe(403)
  })
})
