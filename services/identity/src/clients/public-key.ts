import { type CryptoKey, importJWK } from 'jose'
import type { PublicKey } from './client.ts'

const shapeOf: Record<PublicKey['alg'], { kty: PublicKey['kty']; crv?: PublicKey['crv'] }> = {
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  PS256: { kty: 'RSA' },
  RS256: { kty: 'RSA' },
}

/** What clients and trusted issuers may sign with: no shared secrets, nothing broken. */
export const algorithms = Object.keys(shapeOf) as PublicKey['alg'][]

/** The first key that cannot be used, and why in a sentence. */
export async function faultOfKeys(keys: readonly PublicKey[]): Promise<{ kid: string; reason: string } | undefined> {
  const seen = new Set<string>()
  for (const key of keys) {
    const reason = seen.has(key.kid) ? 'Two keys have this kid: give each its own.' : await faultOf(key)
    if (reason) return { kid: key.kid, reason }
    seen.add(key.kid)
  }
  return undefined
}

async function faultOf({ key_ops: _, ...key }: PublicKey): Promise<string | undefined> {
  const { kty, crv } = shapeOf[key.alg]
  if (key.kty !== kty || key.crv !== crv) return `A key for ${key.alg} has kty ${kty} and ${crv ? `crv ${crv}` : 'no crv'}.`
  let imported: CryptoKey
  try {
    imported = (await importJWK(key, key.alg)) as CryptoKey
  } catch {
    return 'Its members do not make a public key: export it again as a JWK.'
  }
  const { modulusLength = 0 } = imported.algorithm as { modulusLength?: number }
  return kty === 'RSA' && modulusLength < 2048 ? `It has ${modulusLength} bits: at least 2048 are needed.` : undefined
}
