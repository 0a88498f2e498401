/** The JWT form of a credential: a compact JWS (RFC 7515) over the credential itself, with the registered claims that repeat it. */
import { CompactSign, compactVerify } from 'jose'
import { publicKeyOf } from './ed25519.ts'
import type { SigningKey } from './issuer-keys.ts'
import type { Json } from './json.ts'

const inSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000)

export interface Signable extends Json {
  readonly id: string
  readonly issuer: string | (Json & { readonly id: string })
  readonly validFrom: string
  readonly validUntil?: string
  readonly credentialSubject: Json & { readonly id?: string }
}

/** `typ` as Open Badges 3.0 asks for it. */
export async function asJwt(credential: Signable, key: SigningKey): Promise<string> {
  const { id, issuer, validFrom, validUntil, credentialSubject } = credential
  const claims = {
    ...credential,
    iss: typeof issuer === 'string' ? issuer : issuer.id,
    jti: id,
    nbf: inSeconds(validFrom),
    ...(validUntil !== undefined && { exp: inSeconds(validUntil) }),
    ...(credentialSubject.id !== undefined && { sub: credentialSubject.id }),
  }
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.jwkId })
    .sign(key.privateKey)
}

/**
 * @param keyOf by the `kid` of the header; nothing where there is no such key.
 * @returns the credential, without the claims that repeat it; what is wrong with it where something is.
 */
export async function readJwt(
  jwt: string,
  keyOf: (kid: string) => Uint8Array | undefined,
): Promise<Json | 'malformed' | 'unknown-key' | 'signature-does-not-match'> {
  let unknown = false
  try {
    const { payload } = await compactVerify(
      jwt,
      ({ kid }) => {
        const key = typeof kid === 'string' ? keyOf(kid) : undefined
        if (!key) {
          unknown = true
          throw new TypeError('there is no such key')
        }
        return publicKeyOf(key)
      },
      { algorithms: ['EdDSA'] },
    )
    const { iss, jti, nbf, exp, sub, ...credential } = JSON.parse(Buffer.from(payload).toString()) as Json
    return agree(credential, { iss, jti, nbf, exp, sub }) ? credential : 'malformed'
  } catch (cause) {
    if (unknown) return 'unknown-key'
    return (cause as { code?: string }).code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' ? 'signature-does-not-match' : 'malformed'
  }
}

/** What is said twice says the same. */
function agree(credential: Json, { iss, jti, nbf, exp, sub }: Json): boolean {
  const { id, issuer, validFrom, validUntil, credentialSubject } = credential as Partial<Signable>
  return (
    iss === (typeof issuer === 'string' ? issuer : issuer?.id) &&
    jti === id &&
    nbf === inSeconds(String(validFrom)) &&
    (exp === undefined ? validUntil === undefined : exp === inSeconds(String(validUntil))) &&
    sub === credentialSubject?.id
  )
}
