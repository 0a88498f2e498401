import { beforeEach, describe, expect, test, vi } from 'vitest'
import { basic, identityUnderTest, integrator, nationalBody } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
let client: { id: string; secret: string }
const suspend = (input: object = {}, options = {}) =>
  identity.order('identity.suspend-client', { clientId: client.id, reason: 'misuse', ...input }, options)
const reinstate = (input: object = {}) => identity.order('identity.reinstate-client', { clientId: client.id, ...input })
const events = async (name: string) => (await identity.eventData(name)).filter((data) => data.clientId === client.id)
const lastTrust = async () =>
  (await identity.eventData('identity.trust-published')).at(-1) as { suspended: { clientId: string; since: string }[]; keys: unknown[] }

beforeEach(async () => {
  const registration = { kind: 'integrator', name: 'Portal', scopes: ['people:read', 'clients:read'], authMethod: 'client-secret' }
  const { body } = await identity.order('identity.register-client', registration)
  client = { id: body.clientId, secret: body.secret }
})

describe('suspending', () => {
  test('the client gets no token any more, and is told why', async () => {
    const { status, body } = await suspend({ note: 'Scraped names.' })
    expect(status).toBe(200)
    expect(body.suspension).toMatchObject({ reason: 'misuse', note: 'Scraped names.' })
    const answer = await identity.post({ grant_type: 'client_credentials' }, basic(client))
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client', error_description: expect.stringMatching('suspended') },
    })
  })

  test('its live tokens are dead within two seconds, here and in another process', async () => {
    const token = await identity.tokenOf(client)
    const other = await identity.anotherProcess()
    expect((await other.verify(token)).client).toBe(client.id)
    expect((await identity.ask('identity.get-client', { clientId: client.id }, { token })).status).toBe(200)
    await suspend()
    await vi.waitFor(() => expect(other.verify(token)).rejects.toThrow(), { timeout: 2_000, interval: 10 })
    await vi.waitFor(async () => expect((await identity.ask('identity.get-client', { clientId: client.id }, { token })).status).toBe(401), {
      timeout: 2_000,
    })
  })

  test('says that it was suspended, and the whole trust with it', async () => {
    const { body } = await suspend()
    expect(await events('identity.client-suspended')).toEqual([{ clientId: client.id, since: body.suspension.since, reason: 'misuse' }])
    expect((await lastTrust()).suspended).toContainEqual({ clientId: client.id, since: body.suspension.since })
    expect((await lastTrust()).keys).toHaveLength(2)
  })

  test('of many at once none is missing in the last trust', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const { body } = await identity.order('identity.register-client', {
          kind: 'integrator',
          name: `C${i}`,
          scopes: ['people:read'],
          authMethod: 'client-secret',
        })
        return body.clientId as string
      }),
    )
    const answers = await Promise.all(ids.map((clientId) => suspend({ clientId })))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    const said = (await lastTrust()).suspended.map(({ clientId }) => clientId)
    expect(said).toEqual(expect.arrayContaining(ids))
  })

  test('a process that starts later, while identity is away, knows keys and suspensions', async () => {
    const token = await identity.tokenOf(client)
    const good = await identity.tokenOf(integrator)
    await suspend()
    await vi.waitFor(async () => expect((await identity.ask('identity.get-client', { clientId: client.id }, { token })).status).toBe(401), {
      timeout: 5_000,
    })
    await identity.stop()
    try {
      const late = await identity.anotherProcess()
      await vi.waitFor(async () => expect((await late.verify(good)).client).toBe(integrator.id), { timeout: 5_000 })
      await expect(late.verify(token)).rejects.toThrow()
    } finally {
      await identity.restart()
    }
  })

  test('is refused a second time, and says nothing more', async () => {
    await suspend()
    expect(await suspend()).toMatchObject({ status: 409, body: { type: '/problems/client-already-suspended' } })
    expect(await events('identity.client-suspended')).toHaveLength(1)
  })

  test('is refused for oneself', async () => {
    expect(await suspend({ clientId: nationalBody.id })).toMatchObject({ status: 409, body: { type: '/problems/own-client' } })
  })

  test('is refused for an old version, for what is not there, and to others', async () => {
    expect(await suspend({}, { expectedVersion: 7 })).toMatchObject({ status: 412, body: { type: '/problems/stale-version' } })
    expect(await suspend({ clientId: 'nobody' })).toMatchObject({ status: 404, body: { type: '/problems/no-such-client' } })
    const token = await identity.tokenOf(integrator)
    expect((await identity.ask('identity.suspend-client', { clientId: client.id, reason: 'misuse' }, { token })).status).toBe(403)
  })
})

describe('reinstating', () => {
  test('the client gets tokens again, everywhere', async () => {
    await suspend()
    const { status, body } = await reinstate()
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('suspension')
    const token = await identity.tokenOf(client)
    await vi.waitFor(async () => expect((await identity.ask('identity.get-client', { clientId: client.id }, { token })).status).toBe(200), {
      timeout: 5_000,
    })
    expect(await events('identity.client-reinstated')).toEqual([{ clientId: client.id }])
    expect((await lastTrust()).suspended.map(({ clientId }) => clientId)).not.toContain(client.id)
  })

  test('is refused for who is not suspended, what is not there, and to others', async () => {
    expect(await reinstate()).toMatchObject({ status: 409, body: { type: '/problems/client-not-suspended' } })
    expect(await reinstate({ clientId: 'nobody' })).toMatchObject({ status: 404, body: { type: '/problems/no-such-client' } })
    const token = await identity.tokenOf(integrator)
    expect((await identity.ask('identity.reinstate-client', { clientId: client.id }, { token })).status).toBe(403)
  })
})

test('a token that acts for a person does not keep clients, whoever the client is', async () => {
  const { keyPair, seconds } = await import('../../test/identity-under-test.ts')
  const key = await keyPair()
  await identity.order('identity.change-client', { clientId: nationalBody.id, keys: [key.publicKey], mayActForPeople: true })
  const statement = await key.sign({
    iss: nationalBody.id,
    sub: integrator.id,
    aud: identity.issuer,
    jti: 'once',
    iat: seconds(),
    exp: seconds(60),
  })
  const { body } = await identity.post(
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: statement,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    },
    basic(nationalBody),
  )
  const answer = await identity.ask('identity.suspend-client', { clientId: client.id, reason: 'other' }, { token: body.access_token })
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/missing-scope' } })
})
