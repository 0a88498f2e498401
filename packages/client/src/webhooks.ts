/**
 * Verifying what is sent to a webhook, as Standard Webhooks (https://www.standardwebhooks.com) has it: `v1` (HMAC-SHA256, with a
 * secret that both know) and `v1a` (Ed25519, with a key of which you have the public half).
 */
import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto'
import { type WebhookEvent, webhookEventFrom } from './messages.ts'

export { isWithheld, type MailboxMessage, numberOf, type WebhookChallenge, type WebhookEvent, type WebhookTest } from './messages.ts'

export interface WebhookKeys {
  /** `whsec_…`. Several while one is replaced by another. */
  readonly secrets?: readonly string[]
  /** `whpk_…`. Several while one is replaced by another. */
  readonly publicKeys?: readonly string[]
  /** Seconds that the sender's clock may differ from this one, and a request be on its way. Default 300. */
  readonly toleranceSeconds?: number
  /** Milliseconds since 1970. For tests. */
  now?(): number
}

export type WebhookFault =
  /** One of `webhook-id`, `webhook-timestamp` and `webhook-signature` is missing or has another form. */
  | 'malformed'
  /** It was signed longer ago than is tolerated: a replay, or a clock that is wrong. */
  | 'too-old'
  | 'too-new'
  /** No signature is by one of the keys over these bytes. Check that the body is what came, not what was parsed and written again. */
  | 'not-signed'
  /** It is signed, and nothing that this version reads. */
  | 'no-message'

/** Answer it with 400; do nothing else with the request. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly fault: WebhookFault

  constructor(fault: WebhookFault, message: string) {
    super(message)
    this.fault = fault
  }
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null }

export interface WebhookVerifier {
  /**
   * @param body the bytes as they came (or as text, where they are UTF-8), before anything parses them.
   * @param headers of Node's `http`, of a `Request`, or of a framework, in lower case.
   * @returns what was sent, if it is signed and new enough: a message of the mailbox, a challenge, or a test. @throws WebhookError.
   */
  verify(body: Uint8Array | string, headers: Headers): WebhookEvent
}

/** More signatures than a rotation of two kinds of keys can need. */
const maxSignatures = 16

/** @throws TypeError where a key is not of the form in which it was given out. */
export function webhookVerifier({ secrets = [], publicKeys = [], toleranceSeconds = 300, now = Date.now }: WebhookKeys): WebhookVerifier {
  const hmacKeys = secrets.map(secretOf)
  const ed25519Keys = publicKeys.map(publicKeyOf)
  if (hmacKeys.length + ed25519Keys.length === 0) throw new TypeError('Verifying takes at least one secret or public key.')

  /** Every signature is held against every key, found or not: how long it takes says nothing. */
  function isSigned(content: Buffer, signatures: readonly string[]): boolean {
    const expected = hmacKeys.map((key) => createHmac('sha256', key).update(content).digest())
    let found = false
    for (const signature of signatures) {
      const [scheme, text = ''] = signature.split(',', 2)
      const bytes = bytesOf(text)
      if (!bytes) continue
      if (scheme === 'v1' && bytes.length === 32) for (const digest of expected) found = timingSafeEqual(digest, bytes) || found
      if (scheme === 'v1a' && bytes.length === 64) for (const key of ed25519Keys) found = verify(null, content, key, bytes) || found
    }
    return found
  }

  return {
    verify(body, headers) {
      const id = header(headers, 'webhook-id')
      const timestamp = header(headers, 'webhook-timestamp')
      const signatures = header(headers, 'webhook-signature').split(' ').filter(Boolean)
      // A full stop parts what is signed: in an id it would move the parts.
      if (!/^[!-~]{1,255}$/.test(id) || id.includes('.')) throw new WebhookError('malformed', 'webhook-id has not the form of one.')
      if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('malformed', 'webhook-timestamp is not in seconds since 1970.')
      if (signatures.length > maxSignatures) throw new WebhookError('malformed', `webhook-signature has more than ${maxSignatures}.`)
      const age = now() / 1000 - Number(timestamp)
      if (age > toleranceSeconds) throw new WebhookError('too-old', 'It was signed longer ago than is tolerated.')
      if (age < -toleranceSeconds) throw new WebhookError('too-new', 'It was signed in the future: one of the clocks is wrong.')
      const bytes = typeof body === 'string' ? Buffer.from(body) : body
      if (!isSigned(Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]), signatures))
        throw new WebhookError('not-signed', 'No signature is by one of the keys over these bytes.')
      const event = webhookEventFrom(Buffer.from(bytes).toString())
      if (!event) throw new WebhookError('no-message', 'It is signed, and nothing that this version reads.')
      return event
    },
  }
}

function header(headers: Headers, name: string): string {
  const value =
    typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, string | readonly string[] | undefined>)[name]
  if (typeof value !== 'string') throw new WebhookError('malformed', `${name} is missing, or there several times.`)
  return value
}

function secretOf(secret: string): Buffer {
  const bytes = secret.startsWith('whsec_') ? bytesOf(secret.slice(6)) : undefined
  if (!bytes || bytes.length < 24 || bytes.length > 64)
    throw new TypeError('A secret begins with whsec_ and holds 24 to 64 bytes in base64.')
  return bytes
}

function publicKeyOf(key: string): KeyObject {
  const bytes = key.startsWith('whpk_') ? bytesOf(key.slice(5)) : undefined
  if (bytes?.length !== 32) throw new TypeError('A public key begins with whpk_ and holds 32 bytes in base64.')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' })
}

/** Base64 as it is written, not only as it can be read: else two texts would stand for the same bytes. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
