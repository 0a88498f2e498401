import { randomUUID, verify } from 'node:crypto'
import { HTTP } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { cloudEvent } from '../mailbox/cloud-event.ts'
import { makeKey, publicKeyOf, signedHeaders, signerOf } from './signing-key.ts'

const message = {
  subscriptionId: randomUUID(),
  number: 7,
  id: randomUUID(),
  type: 'appointment.confirmed',
  subjectId: randomUUID(),
  data: { id: randomUUID(), subject: 'Informatique – é ü 🎓' },
  occurredAt: new Date('2026-11-02T10:00:00Z'),
}
const body = Buffer.from(JSON.stringify(cloudEvent(message, 'https://platform.example.org')))
const asObject = (headers: readonly string[]) =>
  Object.fromEntries(headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] as string]] : []))) as Record<string, string>

const hmac = makeKey('hmac-sha256')
const ed25519 = makeKey('ed25519')
const signers = [signerOf('hmac-sha256', hmac.privateKey), signerOf('ed25519', ed25519.privateKey)]

/** Standard Webhooks, the asymmetric scheme, by node:crypto alone. */
function verifiesV1a(headers: Record<string, string>, bytes: Buffer, publicKey: string): boolean {
  const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), bytes])
  const signatures = headers['webhook-signature']!.split(' ').filter((signature) => signature.startsWith('v1a,'))
  return signatures.some((signature) => verify(null, content, publicKeyOf(publicKey), Buffer.from(signature.slice(4), 'base64')))
}

describe('a delivery', () => {
  const headers = asObject(signedHeaders(signers, message.id, body))

  test('is verified by the standardwebhooks package with the secret that was shown', () => {
    expect(hmac.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(new Webhook(hmac.secret!).verify(body.toString(), headers)).toMatchObject({ id: message.id, data: message.data })
  })

  test('is verified by node:crypto with the public key', () => {
    expect(ed25519.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/)
    expect(verifiesV1a(headers, body, ed25519.publicKey!)).toBe(true)
  })

  test('is read by the cloudevents package', () => {
    const event = HTTP.toEvent({ headers, body: body.toString() })
    expect(event).toMatchObject({
      specversion: '1.0',
      id: message.id,
      type: 'nlc.appointment.confirmed.v1',
      source: `https://platform.example.org/subscriptions/${message.subscriptionId}`,
      subject: message.subjectId,
      sequence: '7',
      data: message.data,
    })
  })

  test('with other bytes, another id, another time or another key is refused by both', () => {
    const other = Buffer.from(body)
    other[other.length - 3]! ^= 1
    const forged: [Buffer, Record<string, string>][] = [
      [other, headers],
      [body, { ...headers, 'webhook-id': randomUUID() }],
      [body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }],
    ]
    for (const [bytes, given] of forged) {
      expect(() => new Webhook(hmac.secret!).verify(bytes.toString(), given)).toThrow()
      expect(verifiesV1a(given, bytes, ed25519.publicKey!)).toBe(false)
    }
    expect(() => new Webhook(makeKey('hmac-sha256').secret!).verify(body.toString(), headers)).toThrow()
    expect(verifiesV1a(headers, body, makeKey('ed25519').publicKey!)).toBe(false)
  })

  test('while a key is replaced, both verify it', () => {
    const next = makeKey('hmac-sha256')
    const both = asObject(signedHeaders([signerOf('hmac-sha256', next.privateKey), ...signers], message.id, body))
    for (const { secret } of [hmac, next]) expect(new Webhook(secret!).verify(body.toString(), both)).toBeTruthy()
  })
})
