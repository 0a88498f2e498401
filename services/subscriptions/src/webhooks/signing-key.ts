/** Keys that deliveries are signed with, and signatures as Standard Webhooks 1.0 have them. */
import { createHmac, createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export type WebhookKeyKind = 'hmac-sha256' | 'ed25519'

export interface MadeKey {
  /** What is sealed: the 32 bytes of HMAC, or ed25519's in PKCS #8. */
  readonly privateKey: Buffer
  /** Of HMAC, to be shown once. */
  readonly secret: string | undefined
  /** Of ed25519. */
  readonly publicKey: string | undefined
}

export function makeKey(kind: WebhookKeyKind): MadeKey {
  if (kind === 'hmac-sha256') {
    const privateKey = randomBytes(32)
    return { privateKey, secret: `whsec_${privateKey.toString('base64')}`, publicKey: undefined }
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    secret: undefined,
    // The raw key stands at the end of its SubjectPublicKeyInfo.
    publicKey: `whpk_${publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`,
  }
}

/** A public key as `whpk_…` → what `node:crypto` verifies `v1a` with. */
export function publicKeyOf(text: string) {
  const x = Buffer.from(text.slice('whpk_'.length), 'base64').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

/** Of what is signed → `v1,…` or `v1a,…`. */
export type Signer = (content: Buffer) => string

export function signerOf(kind: WebhookKeyKind, privateKey: Buffer): Signer {
  if (kind === 'hmac-sha256') {
    // Bytes would be made into a key with each message, which takes longer than all else of it.
    const secret = createSecretKey(privateKey)
    return (content) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`
  }
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })
  return (content) => `v1a,${sign(null, content, key).toString('base64')}`
}

/**
 * The headers of a request. The timestamp is real time: receivers refuse what is older than five minutes by their clock, and
 * a repeat of an old message is signed anew.
 */
export function signedHeaders(signers: readonly Signer[], id: string, body: Buffer, now = Date.now()): string[] {
  const timestamp = Math.floor(now / 1000)
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  return [
    'content-type',
    'application/cloudevents+json',
    'user-agent',
    'nlc-webhooks/1',
    'webhook-id',
    id,
    'webhook-timestamp',
    String(timestamp),
    'webhook-signature',
    signers.map((signer) => signer(content)).join(' '),
  ]
}
