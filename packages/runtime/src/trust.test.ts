import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { TrustPublished } from '@nlc/contracts/identity'
import fc from 'fast-check'
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestBus, testBus } from '../../testing/src/index.ts'
import { type Severable, severable } from '../example/severable.ts'
import { type Bus, openBus } from './bus.ts'
import { newId } from './id.ts'
import { logger } from './log.ts'
import { subjectOf } from './outbox.ts'
import type { Refusal } from './problem.ts'
import { openTrust, type Trust } from './trust.ts'

const ISSUER = 'http://gateway.test'
const another = 'http://issuer.test'
const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
type Key = Awaited<ReturnType<typeof newKey>>
async function newKey(kid = newId()) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } as JWK }
}
let nats: TestBus
let line: Severable
let bus: Bus
let identity: NatsConnection
let operations: NatsConnection
let own: Key
let others: Key
const trusts: Trust[] = []

beforeAll(async () => {
  nats = await testBus()
  line = await severable(nats.url)
  bus = await openBus('roles', { NATS_URL: line.url, NATS_CREDS: nats.credentialsOf('roles') }, log)
  const as = (name: string) =>
    connect({ servers: nats.url, inboxPrefix: `_INBOX.${name}`, authenticator: credsAuthenticator(readFileSync(nats.credentialsOf(name))) })
  ;[identity, operations, own, others] = await Promise.all([as('identity'), as('operations'), newKey(), newKey()])
})
afterAll(async () => {
  await Promise.all([bus?.close(), identity?.close(), operations?.close()])
  await line?.close()
  await nats?.stop()
})
beforeEach(async () => {
  await (await jetstreamManager(operations)).streams.purge('evt-identity')
})
afterEach(() => {
  vi.useRealTimers()
  line.mend()
  for (const trust of trusts.splice(0)) trust.close()
})

/** It is deleted, and made again, empty. */
async function loseStream() {
  const { streams } = await jetstreamManager(operations)
  await streams.delete('evt-identity')
  await expect.poll(() => streams.info('evt-identity').then(Boolean, () => false)).toBe(true)
}
/** Identity's word on keys and suspensions. */
async function say(
  keys: readonly Key[],
  { suspended = [], version = 1, issuer = ISSUER }: { suspended?: string[]; version?: number; issuer?: string } = {},
) {
  const data = {
    issuer,
    keys: keys.map(({ jwk }) => jwk),
    suspended: suspended.map((clientId) => ({ clientId, since: new Date().toISOString() })),
  }
  const event = {
    id: newId(),
    name: TrustPublished.name,
    aggregate: 'issuer',
    aggregateId: issuer,
    version,
    occurredAt: new Date().toISOString(),
    data,
  }
  await jetstream(identity).publish(subjectOf(TrustPublished.name), JSON.stringify(event))
}
async function open(trusted: object[] = [{ issuer: another, jwks: { keys: [others.jwk] } }], via = bus): Promise<Trust> {
  const trust = await openTrust(via, { ISSUER, TRUSTED_ISSUERS: JSON.stringify(trusted) }, log)
  trusts.push(trust)
  return trust
}

interface Of {
  key?: Key
  claims?: Record<string, unknown>
  header?: object
  issuer?: string
  audience?: string
  expires?: string | number
}
const client = newId()
const token = ({ key = own, claims = {}, header = {}, issuer = ISSUER, audience = ISSUER, expires = '15m' }: Of = {}) =>
  new SignJWT({ client_id: client, client_kind: 'integrator', scope: 'networks:read networks:write', sub: client, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'at+jwt', ...header })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key.privateKey)
const refusal = (verifying: Promise<unknown>) =>
  verifying.then(
    () => 'none',
    (cause: Refusal) => `${cause.problem.status} ${cause.details?.detail}`,
  )

test('a good token says which client asks, of which kind, with which scopes', async () => {
  await say([own])
  const trust = await open()
  expect(await trust.verify(await token({ claims: { scope: 'networks:read people:fly toString' } }))).toEqual({
    client,
    kind: 'integrator',
    person: undefined,
    scopes: new Set(['networks:read']),
  })
})

test('for a person, both are seen: the token’s subject, and the client that acts', async () => {
  await say([own])
  const trust = await open()
  const person = newId()
  expect(await trust.verify(await token({ claims: { sub: person, act: { sub: client } } }))).toMatchObject({ client, person })
})

test('whatever is wrong with a token, it is refused, and what is wrong is said', async () => {
  await say([own])
  const trust = await open()
  const stranger = await newKey()
  const [head, payload, signature] = (await token()).split('.') as [string, string, string]
  const changed = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scope: 'national-body' }),
  ).toString('base64url')
  const claims = { client_id: client, client_kind: 'national-body', scope: 'national-body', sub: client }
  const unsecured = new UnsecuredJWT(claims).setIssuer(ISSUER).setAudience(ISSUER).setExpirationTime('15m').encode()
  const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${unsecured.split('.')[1]}.`
  const shared = (secret: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: own.kid, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setExpirationTime('15m')
      .sign(new TextEncoder().encode(secret))
  const cases: [string | undefined, string][] = [
    [undefined, 'Send `Authorization: Bearer <access token>`.'],
    ['', 'Send `Authorization: Bearer <access token>`.'],
    ['token', 'It is not a signed JWT.'],
    ['a.b.c', 'It is not a signed JWT.'],
    [await token({ expires: Math.floor(Date.now() / 1000) - 1 }), 'It has expired: get a new one.'],
    [await token({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }), 'Its claim nbf is not what it must be.'],
    [await token({ audience: 'http://elsewhere.test' }), 'Its claim aud is not what it must be.'],
    [await token({ issuer: 'http://elsewhere.test' }), 'Its issuer is not trusted here.'],
    [await token({ key: stranger }), 'It was signed with a key that is not known here.'],
    [await token({ key: { ...stranger, kid: own.kid } }), 'Its signature or form is not valid.'],
    [await token({ key: others, header: { kid: own.kid } }), 'Its signature or form is not valid.'],
    [`${head}.${changed}.${signature}`, 'Its signature or form is not valid.'],
    [`${head}.${payload}.`, 'Its signature or form is not valid.'],
    [unsecured, 'Its signature or form is not valid.'],
    [none, 'Its signature or form is not valid.'],
    [await shared(own.jwk.x as string), 'Its signature or form is not valid.'],
    [await shared(JSON.stringify(own.jwk)), 'Its signature or form is not valid.'],
    [await token({ header: { typ: 'JWT' } }), 'Its claim typ is not what it must be.'],
    [await token({ claims: { client_id: undefined } }), 'Its claim client_id is not what it must be.'],
    [await token({ claims: { client_id: 7 } }), 'It does not say which client it is for.'],
    [await token({ claims: { client_kind: 'operator' } }), 'It does not say which client it is for.'],
    [await token({ claims: { sub: newId(), act: { sub: newId() } } }), 'It acts for a person through another client.'],
    [await token({ claims: { sub: newId(), act: {} } }), 'It acts for a person through another client.'],
    [await token({ claims: { sub: 'ada@example.org', act: { sub: client } } }), 'It does not say which person it is for.'],
  ]
  for (const [bad, detail] of cases) expect(await refusal(trust.verify(bad)), detail).toBe(`401 ${detail}`)
  // The token that they were made from is still good.
  expect(await refusal(trust.verify(`${head}.${payload}.${signature}`))).toBe('none')
})

test('any text at all is a token that is refused, never a fault of ours', async () => {
  await say([own])
  const trust = await open()
  const part = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
      ),
      async (text) => {
        expect(await refusal(trust.verify(text))).toMatch(/^401 /)
      },
    ),
  )
})

test('a token that was good a moment ago is not when it has expired', async () => {
  await say([own])
  const trust = await open()
  const good = await token()
  expect(await refusal(trust.verify(good))).toBe('none')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 1_000 })
  expect(await refusal(trust.verify(good))).toBe('401 It has expired: get a new one.')
})

test('a suspended client’s live tokens are dead at once when the event arrives; reinstated, they live again', async () => {
  await say([own])
  const trust = await open()
  const good = await token()
  const neighbour = newId()
  const neighbours = await token({ claims: { client_id: neighbour, sub: neighbour } })
  expect(await refusal(trust.verify(good))).toBe('none')
  const told = performance.now()
  await say([own], { suspended: [client], version: 2 })
  await expect.poll(() => refusal(trust.verify(good)), { interval: 2 }).toBe('401 The client is suspended.')
  // By the event, not by the net that is cast each 2 s.
  expect(performance.now() - told).toBeLessThan(1_000)
  expect(await refusal(trust.verify(neighbours))).toBe('none')
  // Also where it acts for a person, and where another issuer speaks for it.
  expect(await refusal(trust.verify(await token({ claims: { sub: newId(), act: { sub: client } } })))).toBe('401 The client is suspended.')
  expect(await refusal(trust.verify(await token({ key: others, issuer: another })))).toBe('401 The client is suspended.')
  await say([own], { version: 3 })
  await expect.poll(() => refusal(trust.verify(good)), { interval: 2 }).toBe('none')
})

test('a key that is taken back takes what it signed with it; one that is added is good at once', async () => {
  const next = await newKey()
  await say([own])
  const trust = await open()
  const old = await token()
  expect(await refusal(trust.verify(old))).toBe('none')
  await say([own, next], { version: 2 })
  await expect.poll(async () => refusal(trust.verify(await token({ key: next }))), { interval: 2 }).toBe('none')
  expect(await refusal(trust.verify(old))).toBe('none')
  await say([next], { version: 3 })
  await expect.poll(() => refusal(trust.verify(old)), { interval: 2 }).toBe('401 It was signed with a key that is not known here.')
})

test('a process that starts knows keys and suspensions from the last word on the stream, without identity', async () => {
  const stale = await newKey()
  await say([stale])
  await say([own], { suspended: ['somebody'], version: 2 })
  const trust = await open()
  expect(await refusal(trust.verify(await token()))).toBe('none')
  expect(await refusal(trust.verify(await token({ key: stale })))).toContain('401')
  expect(await refusal(trust.verify(await token({ claims: { client_id: 'somebody', sub: 'somebody' } })))).toBe(
    '401 The client is suspended.',
  )
})

test('an older word that comes late changes nothing', async () => {
  await say([own], { version: 5, suspended: ['somebody'] })
  const trust = await open()
  for (let n = 0; n < 3; n++) {
    await say([await newKey()], { version: 4 })
    // It has arrived before this comes back.
    await bus.connection.flush()
  }
  expect(await refusal(trust.verify(await token()))).toBe('none')
  expect(await refusal(trust.verify(await token({ claims: { client_id: 'somebody', sub: 'somebody' } })))).toContain('suspended')
})

test('what was said while the bus was out of reach is heard afterwards', async () => {
  await say([own])
  const trust = await open()
  const good = await token()
  line.cut()
  await expect.poll(() => bus.connected).toBe(false)
  await say([own], { suspended: [client], version: 2 })
  // As long as nothing else is known, what was good is good: nobody has to be asked.
  expect(await refusal(trust.verify(good))).toBe('none')
  line.mend()
  await expect.poll(() => refusal(trust.verify(good)), { timeout: 5_000 }).toBe('401 The client is suspended.')
})

test('the stream lost: what is known stays known', async () => {
  await say([own], { suspended: ['somebody'] })
  const trust = await open()
  await loseStream()
  expect(await refusal(trust.verify(await token()))).toBe('none')
})

test('before identity has said anything, its tokens are not good yet; afterwards they are', async () => {
  const trust = await open()
  expect(await refusal(trust.verify(await token()))).toBe('401 Its key is not known here yet. Try again.')
  await say([own])
  await expect.poll(async () => refusal(trust.verify(await token())), { interval: 2 }).toBe('none')
})

test('word of another issuer, and what is no such event, are left aside', async () => {
  const stranger = await newKey()
  await say([own])
  const trust = await open()
  await say([stranger], { version: 7, issuer: 'http://elsewhere.test' })
  for (const text of ['', 'null', '{}', '{"version":9,"data":{"issuer":"http://gateway.test"}}']) {
    await jetstream(identity).publish(subjectOf(TrustPublished.name), text)
  }
  await say([own], { version: 2, suspended: ['somebody'] })
  await expect
    .poll(async () => refusal(trust.verify(await token({ claims: { client_id: 'somebody', sub: 'somebody' } }))), { interval: 2 })
    .toContain('suspended')
  expect(await refusal(trust.verify(await token()))).toBe('none')
})

test('a further issuer is trusted with its own keys, and with no other’s', async () => {
  await say([own])
  const trust = await open()
  expect(await refusal(trust.verify(await token({ key: others, issuer: another })))).toBe('none')
  expect(await refusal(trust.verify(await token({ key: own, issuer: another })))).toContain('401')
  expect(await refusal(trust.verify(await token({ key: others, issuer: ISSUER })))).toContain('401')
  expect(await refusal(trust.verify(await token({ key: others, issuer: another, audience: another })))).toBe(
    '401 Its claim aud is not what it must be.',
  )
})

test('a further issuer’s keys are fetched; while they cannot be, that is said, and not that the token is bad', async () => {
  let status = 500
  const server = createServer((_, answer) => {
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [others.jwk] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const trust = await open([
    { issuer: another, jwksUri: `http://127.0.0.1:${port}/jwks` },
    { issuer: 'http://nowhere.test', jwksUri: 'http://127.0.0.1:1/jwks' },
  ])
  const good = await token({ key: others, issuer: another })
  expect(await refusal(trust.verify(good))).toBe(`503 The keys of ${another} cannot be fetched now. Try again.`)
  expect(await refusal(trust.verify(await token({ key: others, issuer: 'http://nowhere.test' })))).toMatch(/^503 /)
  status = 200
  expect(await refusal(trust.verify(good))).toBe('none')
  server.close()
  server.closeAllConnections()
  // They are kept: an issuer that is away takes nothing with it.
  expect(await refusal(trust.verify(await token({ key: others, issuer: another, claims: { jti: newId() } })))).toBe('none')
})
