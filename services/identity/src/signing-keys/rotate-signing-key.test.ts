import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { identityUnderTest, integrator, nationalBody } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()

interface ShownKey {
  kid: string
  state: 'next' | 'current' | 'retiring'
  signsSince?: string
  publishedUntil?: string
}
const keys = async (): Promise<ShownKey[]> => (await identity.order('identity.list-signing-keys')).body.keys
const kidOf = async (state: ShownKey['state']) => (await keys()).find((key) => key.state === state)?.kid
const rotate = (input: object = {}) => identity.order('identity.rotate-signing-key', input)
const served = async () => ((await (await identity.http('/oauth/jwks')).json()) as { keys: { kid: string }[] }).keys
const signedBy = async () => decodeProtectedHeader(await identity.tokenOf(integrator)).kid
/** By somebody else's library, from what everybody can fetch, without a cache. */
const verify = async (token: string) =>
  jwtVerify(token, createLocalJWKSet({ keys: await served() }), { issuer: identity.issuer, audience: identity.issuer })

beforeEach(async () => {
  await identity.rows(sql`delete from signing_key where state = 'retiring'`)
})

describe('a rotation', () => {
  test('signs with the key that was published ahead, and publishes another', async () => {
    const [next, current] = [await kidOf('next'), await kidOf('current')]
    const { status, body } = await rotate()
    expect(status).toBe(200)
    expect(body.keys.map(({ state }: ShownKey) => state).sort()).toEqual(['current', 'next', 'retiring'])
    expect(await kidOf('current')).toBe(next)
    expect(await kidOf('retiring')).toBe(current)
    expect(await signedBy()).toBe(next)
  })

  test('harms no live token: those from before and after verify against the served set', async () => {
    const before = await identity.tokenOf(integrator)
    const remote = createRemoteJWKSet(new URL(`http://127.0.0.1:${identity.running.httpPort}/oauth/jwks`))
    await jwtVerify(before, remote)
    await rotate()
    const after = await identity.tokenOf(integrator)
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
    await verify(before)
    await verify(after)
    // A verifier that fetched the set before the rotation knows the key already: it was published ahead of use.
    await jwtVerify(after, remote, { issuer: identity.issuer, audience: identity.issuer })
  })

  test('publishes the old key for as long as its last token lives, and no longer', async () => {
    const before = await identity.tokenOf(integrator)
    await rotate()
    const retiring = (await keys()).find(({ state }) => state === 'retiring') as ShownKey
    const left = (Date.parse(retiring.publishedUntil as string) - Date.now()) / 1000
    expect(left).toBeGreaterThan(600)
    expect(left).toBeLessThanOrEqual(660)
    await identity.rows(sql`update signing_key set published_until = now() - interval '1 second' where kid = ${retiring.kid}`)
    expect((await served()).map(({ kid }) => kid)).not.toContain(retiring.kid)
    await expect(verify(before)).rejects.toThrow()
  })

  test('destroys the private key that signs no more', async () => {
    await rotate()
    const rows = await identity.rows(
      sql<{ state: string; kept: boolean }>`select state, sealed_private_key is not null as kept from signing_key`,
    )
    expect(Object.fromEntries(rows.map(({ state, kept }) => [state, kept]))).toEqual({ current: true, next: true, retiring: false })
  })

  test('is one event, and the whole trust with it', async () => {
    const before = await identity.eventNames()
    await rotate()
    expect((await identity.eventNames()).slice(before.length)).toEqual(['signing-key-rotated', 'trust-published'])
    expect((await identity.eventData('identity.signing-key-rotated')).at(-1)).toEqual({
      issuer: identity.issuer,
      keyId: await kidOf('current'),
      withdrawn: false,
    })
    const trust = (await identity.eventData('identity.trust-published')).at(-1) as { keys: { kid: string }[] }
    expect(trust.keys.map(({ kid }) => kid).sort()).toEqual((await keys()).map(({ kid }) => kid).sort())
    expect(JSON.stringify(trust)).not.toMatch('"d"')
  })

  test('at once by many: each signs with another key, and the last trust has what is served', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => rotate()))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const trust = (await identity.eventData('identity.trust-published')).at(-1) as { keys: { kid: string }[] }
    expect(trust.keys.map(({ kid }) => kid).sort()).toEqual((await served()).map(({ kid }) => kid).sort())
    expect(trust.keys).toHaveLength(6)
  })

  test('reaches another process, which goes on with old tokens and new ones', async () => {
    const trust = await identity.anotherProcess()
    const before = await identity.tokenOf(integrator)
    await rotate()
    await rotate()
    const after = await identity.tokenOf(integrator)
    await vi.waitFor(async () => expect((await trust.verify(after)).client).toBe(integrator.id), { timeout: 5_000, interval: 20 })
    expect((await trust.verify(before)).client).toBe(integrator.id)
  })
})

describe('withdrawing all keys', () => {
  test('voids every live token at once, and signs with a key that nobody has seen', async () => {
    const known = (await served()).map(({ kid }) => kid)
    const before = await identity.tokenOf(integrator)
    const { status, body } = await rotate({ withdraw: true })
    expect(status).toBe(200)
    expect(body.keys.map(({ state }: ShownKey) => state).sort()).toEqual(['current', 'next'])
    for (const { kid } of body.keys) expect(known).not.toContain(kid)
    await expect(verify(before)).rejects.toThrow()
    expect((await identity.eventData('identity.signing-key-rotated')).at(-1)).toMatchObject({ withdrawn: true })
    expect(await signedBy()).toBe(body.keys.find(({ state }: ShownKey) => state === 'current').kid)
    await vi.waitFor(async () => {
      expect((await identity.ask('identity.get-client', { clientId: integrator.id }, { token: before })).status).toBe(401)
      const token = await identity.tokenOf(integrator)
      expect((await identity.ask('identity.get-client', { clientId: integrator.id }, { token })).status).toBe(200)
    }, 5_000)
  })
})

test('only the national body sees and rotates keys', async () => {
  const token = await identity.tokenOf(integrator)
  for (const operation of ['identity.list-signing-keys', 'identity.rotate-signing-key']) {
    expect((await identity.ask(operation, {}, { token })).status).toBe(403)
    expect((await identity.ask(operation, {})).status).toBe(401)
  }
  const narrow = await identity.tokenOf(nationalBody, { scope: 'people:read' })
  expect((await identity.ask('identity.rotate-signing-key', {}, { token: narrow })).status).toBe(403)
})
