/** `did:web`: a DID that leads to an address of the gateway's, where the body's keys stand. */

import { publicJwk } from './ed25519.ts'
import type { Json } from './json.ts'
import { multikeyOf, readMultikey } from './multibase.ts'

/** @param issuer the gateway's origin. */
export const didOf = (issuer: string, awardingBody: string): string =>
  `did:web:${encodeURIComponent(new URL(issuer).host)}:v1:awarding-bodies:${awardingBody}`

/** A key stands there twice: as data-integrity proofs look for it, and as JWTs do. */
export const multikeyIdOf = (did: string, publicKey: Uint8Array): string => `${did}#${multikeyOf(publicKey)}`
export const jwkIdOf = (did: string, publicKey: Uint8Array): string => `${multikeyIdOf(did, publicKey)}-jwk`

export function didDocumentOf(did: string, publicKeys: readonly Uint8Array[]): Json {
  const methods = publicKeys.flatMap((key) => [
    { id: multikeyIdOf(did, key), type: 'Multikey', controller: did, publicKeyMultibase: multikeyOf(key) },
    { id: jwkIdOf(did, key), type: 'JsonWebKey', controller: did, publicKeyJwk: publicJwk(key) },
  ])
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1', 'https://w3id.org/security/jwk/v1'],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  }
}

/** The Ed25519 keys by which a document's subject asserts, by their ids; nothing where it is not its document. */
export function assertionKeysIn(document: unknown, did: string): ReadonlyMap<string, Uint8Array> | undefined {
  const { id, verificationMethod, assertionMethod } = (document ?? {}) as Json
  if (id !== did || !Array.isArray(verificationMethod) || !Array.isArray(assertionMethod)) return undefined
  const keys = new Map<string, Uint8Array>()
  for (const method of verificationMethod as Json[]) {
    const key = method?.type === 'JsonWebKey' ? ofJwk(method.publicKeyJwk) : readMultikey(method?.publicKeyMultibase)
    if (key && typeof method.id === 'string' && method.id.startsWith(`${did}#`) && assertionMethod.includes(method.id))
      keys.set(method.id, key)
  }
  return keys.size > 0 ? keys : undefined
}

function ofJwk(jwk: unknown): Uint8Array | undefined {
  const { kty, crv, x } = (jwk ?? {}) as Json
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return undefined
  const bytes = Buffer.from(x, 'base64url')
  return bytes.length === 32 ? bytes : undefined
}
