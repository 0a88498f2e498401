import { createHmac, generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test, vi } from 'vitest'
import { WebhookError, webhookVerifier } from './webhooks.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const secret = () => `whsec_${randomBytes(32).toString('base64')}`
const keyPair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}` }
}
const now = Date.parse('2026-09-01T08:00:00Z')
const seconds = now / 1000
const id = '0198a000-0000-7000-8000-000000000001'
const message = {
  specversion: '1.0',
  id,
  source: 'https://api.example.org/subscriptions/0198a000-0000-7000-8000-00000000000a',
  type: 'nlc.school.succeeded.v1',
  subject: '900001',
  time: '2026-09-01T07:59:59.000Z',
  datacontenttype: 'application/json',
  sequence: '7',
  subscription: '0198a000-0000-7000-8000-00000000000a',
  data: { urn: '900001', successorUrn: '900002', firstDay: '2026-09-01' },
}
const body = JSON.stringify(message)
const content = (text: string | Uint8Array, at = seconds, of = id) => Buffer.concat([Buffer.from(`${of}.${at}.`), Buffer.from(text)])
const v1 = (key: string, text: string | Uint8Array = body, at = seconds, of = id) =>
  `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(content(text, at, of))
    .digest('base64')}`
const v1a = ({ privateKey }: ReturnType<typeof keyPair>, text: string = body, at = seconds) =>
  `v1a,${signBytes(null, content(text, at), privateKey).toString('base64')}`
const headers = (signature: string, at: number | string = seconds, of = id) => ({
  'webhook-id': of,
  'webhook-timestamp': String(at),
  'webhook-signature': signature,
})
const fault = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof WebhookError) return error.fault
    throw error
  }
  return 'accepted'
}

test('what the reference implementation signs is accepted, and what it accepts is what we sign in these tests', () => {
  const ours = secret()
  const reference = new Webhook(ours)
  const at = Math.floor(Date.now() / 1000)
  const signature = reference.sign(id, new Date(at * 1000), body)
  expect(webhookVerifier({ secrets: [ours] }).verify(body, headers(signature, at))).toEqual(message)
  expect(reference.verify(body, headers(v1(ours, body, at), at))).toEqual(message)
})

test('the message is typed by its type', () => {
  const ours = secret()
  const got = webhookVerifier({ secrets: [ours], now: () => now }).verify(Buffer.from(body), headers(v1(ours)))
  if (got.type !== 'nlc.school.succeeded.v1') throw new Error(got.type)
  expect(got.data.successorUrn).toBe('900002')
})

test('headers are taken from whatever holds them', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  expect(verifier.verify(body, new Headers(headers(v1(ours)))).id).toBe(id)
  expect(verifier.verify(body, headers(v1(ours))).id).toBe(id)
})

test('keys overlap: signed by any of several, verified by any of several, symmetric or not', () => {
  const [a, b, c, x, y] = [secret(), secret(), secret(), keyPair(), keyPair()]
  const keysOf = { a, b, x: x.publicKey, y: y.publicKey }
  const signed = { a: v1(a), b: v1(b), c: v1(c), x: v1a(x), y: v1a(y) }
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('a', 'b', 'x', 'y'), { minLength: 1 }),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'x', 'y'), { minLength: 1 }),
      (known, by) => {
        const keys = known.map((name) => keysOf[name as 'a'])
        const verifier = webhookVerifier({
          secrets: keys.filter((key) => key.startsWith('whsec_')),
          publicKeys: keys.filter((key) => key.startsWith('whpk_')),
          now: () => now,
        })
        const signature = by.map((name) => signed[name as 'a']).join(' ')
        const expected = by.some((name) => (known as string[]).includes(name)) ? 'accepted' : 'not-signed'
        expect(fault(() => verifier.verify(body, headers(signature)))).toBe(expected)
      },
    ),
  )
})

test('a signature of one kind is not good for the other', () => {
  const [ours, pair] = [secret(), keyPair()]
  const verifier = webhookVerifier({ secrets: [ours], publicKeys: [pair.publicKey], now: () => now })
  expect(fault(() => verifier.verify(body, headers(v1(ours).replace('v1,', 'v1a,'))))).toBe('not-signed')
  expect(fault(() => verifier.verify(body, headers(v1a(pair).replace('v1a,', 'v1,'))))).toBe('not-signed')
  expect(fault(() => verifier.verify(body, headers(v1(ours).replace('v1,', 'v2,'))))).toBe('not-signed')
})

test('any change of any byte, of body, id, time or signature, is found', () => {
  const [ours, pair] = [secret(), keyPair()]
  const verifier = webhookVerifier({ secrets: [ours], publicKeys: [pair.publicKey], now: () => now, toleranceSeconds: 10 ** 12 })
  const whole = { body, ...headers('') }
  for (const signature of [v1(ours), v1a(pair)]) {
    fc.assert(
      fc.property(
        fc.constantFrom('body', 'webhook-id', 'webhook-timestamp', 'webhook-signature'),
        fc.nat(),
        fc.integer({ min: 0x20, max: 0x7e }),
        (field, place, replacement) => {
          const sent: Record<string, string> = { ...whole, 'webhook-signature': signature }
          const text = sent[field]!
          const at = place % text.length
          sent[field] = text.slice(0, at) + String.fromCharCode(replacement) + text.slice(at + 1)
          fc.pre(sent[field] !== text)
          expect(fault(() => verifier.verify(sent.body!, sent))).not.toBe('accepted')
        },
      ),
      { numRuns: 500 },
    )
  }
})

test('bytes count, not the JSON that they are', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  expect(fault(() => verifier.verify(JSON.stringify(message, null, 1), headers(v1(ours))))).toBe('not-signed')
})

test('what nobody signed is refused with a WebhookError, whatever it is', () => {
  const verifier = webhookVerifier({ secrets: [secret()], publicKeys: [keyPair().publicKey], now: () => now })
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('v1,', 'v1a,', 'v1,AAAA', `v1a,${Buffer.alloc(64).toString('base64')}`, String(seconds)),
  )
  const value = fc.option(fc.oneof(text, fc.array(text)), { nil: undefined })
  const sent = fc.record({ 'webhook-id': value, 'webhook-timestamp': value, 'webhook-signature': value })
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.uint8Array()), sent, (bytes, them) => {
      expect(fault(() => verifier.verify(bytes, them))).not.toBe('accepted')
    }),
    { numRuns: 1_000 },
  )
})

describe('time', () => {
  const ours = secret()
  const at = (age: number, toleranceSeconds?: number) =>
    fault(() =>
      webhookVerifier({ secrets: [ours], now: () => now, ...(toleranceSeconds !== undefined && { toleranceSeconds }) }).verify(
        body,
        headers(v1(ours, body, seconds - age), seconds - age),
      ),
    )

  test('what was signed too long ago or in the future is refused, to the second', () => {
    expect([at(300), at(301), at(-300), at(-301)]).toEqual(['accepted', 'too-old', 'accepted', 'too-new'])
    expect([at(10, 10), at(11, 10)]).toEqual(['accepted', 'too-old'])
  })

  test.each(['', '-1', '1e9', '1756713600.5', ' 1756713600', '0x10', '9'.repeat(13)])('%j is no time', (timestamp) => {
    const verifier = webhookVerifier({ secrets: [ours], now: () => now })
    expect(fault(() => verifier.verify(body, headers(v1(ours), timestamp)))).toBe('malformed')
  })
})

test('an id cannot move what is signed: it holds no full stop', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  expect(fault(() => verifier.verify(body, headers(v1(ours, body, seconds, 'a.1'), seconds, 'a.1')))).toBe('malformed')
})

test('a header with signatures without end is refused before any is tried', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  expect(fault(() => verifier.verify(body, headers([...Array(16).fill('v1a,AAAA'), v1(ours)].join(' '))))).toBe('malformed')
})

test('what is signed and no message is told apart', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  for (const text of [
    '',
    '[]',
    'null',
    '{"type":"x"}',
    JSON.stringify({ ...message, sequence: 7 }),
    JSON.stringify({ ...message, data: null }),
  ])
    expect(fault(() => verifier.verify(text, headers(v1(ours, text))))).toBe('no-message')
})

test('a challenge and a test are what a webhook is sent besides', () => {
  const ours = secret()
  const verifier = webhookVerifier({ secrets: [ours], now: () => now })
  const { sequence: _, subject: __, ...rest } = message
  const sent = (event: object) => {
    const text = JSON.stringify(event)
    return verifier.verify(text, headers(v1(ours, text)))
  }
  const challenge = sent({ ...rest, type: 'nlc.webhook.challenge.v1', data: { challenge: 'c' } })
  if (challenge.type !== 'nlc.webhook.challenge.v1') throw new Error(challenge.type)
  expect(challenge.data.challenge).toBe('c')
  expect(sent({ ...rest, type: 'nlc.webhook.test.v1', data: {} }).type).toBe('nlc.webhook.test.v1')
  expect(fault(() => sent({ ...rest, type: 'nlc.webhook.challenge.v1', data: {} }))).toBe('no-message')
  expect(fault(() => sent({ ...rest, type: 'nlc.school.succeeded.v1' }))).toBe('no-message')
})

test('a withheld message is one, without data', () => {
  const ours = secret()
  const { data: _, subject: __, ...rest } = message
  const withheld = JSON.stringify({ ...rest, type: 'nlc.withheld.v1' })
  const got = webhookVerifier({ secrets: [ours], now: () => now }).verify(withheld, headers(v1(ours, withheld)))
  expect(got).toMatchObject({ type: 'nlc.withheld.v1', sequence: '7' })
})

test.each([
  [{}],
  [{ secrets: ['secret'] }],
  [{ secrets: ['whsec_'] }],
  [{ secrets: ['whsec_AAAA'] }],
  [{ publicKeys: ['whpk_AAAA'] }],
  [{ publicKeys: [secret()] }],
])('a key that is none is refused at once (%#)', (keys) => {
  expect(() => webhookVerifier(keys)).toThrow(TypeError)
})
