import { generateKeyPairSync } from 'node:crypto'
import type { SigningKeyJwk } from '@nlc/contracts/identity'
import { calculateJwkThumbprint } from 'jose'
import type { Static } from 'typebox'

export type PublicSigningKey = Static<typeof SigningKeyJwk>

export interface SigningKeyPair {
  readonly publicKey: PublicSigningKey
  /** The 32 bytes of Ed25519's private key (RFC 8032). */
  readonly privateKey: Buffer
}

/** Ed25519: small and fast to sign and to verify, and no parameter to choose badly. Its id is its thumbprint (RFC 7638). */
export async function newSigningKey(): Promise<SigningKeyPair> {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as { x: string; d: string }
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  return { publicKey: { kid, kty: 'OKP', crv: 'Ed25519', x, alg: 'EdDSA', use: 'sig' }, privateKey: Buffer.from(d, 'base64url') }
}
