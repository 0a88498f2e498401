/** Proofs of the cryptosuite `eddsa-rdfc-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0). */
import { createHash } from 'node:crypto'
import jsonld from 'jsonld'
import { loadContext } from './contexts.ts'
import { isSigned, signed } from './ed25519.ts'
import type { SigningKey } from './issuer-keys.ts'
import type { Json } from './json.ts'
import { base58btc, readBase58btc } from './multibase.ts'

export interface Proof {
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: 'eddsa-rdfc-2022'
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: 'assertionMethod'
  readonly proofValue: string
}

export async function withProof<Document extends Json>(
  document: Document,
  key: SigningKey,
  now: Date,
): Promise<Document & { readonly proof: Proof }> {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: seconds(now),
    verificationMethod: key.multikeyId,
    proofPurpose: 'assertionMethod',
  } as const
  const hash = await hashOf(document, options)
  return { ...document, proof: { ...options, proofValue: base58btc(signed(hash, key.privateKey)) } }
}

/**
 * Was the document, with exactly this proof, signed with the key? False, too, where it says anything that its contexts do not define:
 * that would not be signed.
 */
export async function hasProofBy(document: Json, proof: Json, publicKey: Uint8Array): Promise<boolean> {
  const { proofValue, ...options } = proof
  const { proof: _, ...unsigned } = document
  const signature = readBase58btc(proofValue)
  if (!signature) return false
  try {
    return isSigned(await hashOf(unsigned, options), signature, publicKey)
  } catch {
    return false
  }
}

async function hashOf(document: Json, options: Json): Promise<Buffer> {
  const hashed = async (part: Json) =>
    createHash('sha256')
      .update(await canonized(part))
      .digest()
  return Buffer.concat([await hashed({ '@context': document['@context'], ...options }), await hashed(document)])
}

const canonized = (document: Json): Promise<string> =>
  jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loadContext,
    // What its contexts do not define is an error, instead of being left out of what is signed.
    safe: true,
  })

/** As XML Schema's dateTimeStamp is written in credentials: without milliseconds. */
export const seconds = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z')
