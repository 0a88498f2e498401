/** JWTs that a client signs: assertions that it is itself (RFC 7523), statements that it acts for a person (RFC 8693). */
import { constants, createPrivateKey, type JsonWebKey, type KeyObject, randomUUID, sign } from 'node:crypto'

/** A private key whose public half is registered with the client. */
export type SigningKey =
  /** As a JWK (RFC 7517), in the form in which `jose` and Node export it. */
  | { readonly kty: string; readonly kid: string; readonly alg?: string; readonly [member: string]: unknown }
  | { readonly pem: string; readonly kid: string; readonly alg?: string }

/** Seconds; the API takes at most 300. */
const life = 120

/** @returns a function that signs what is good for one use, within two minutes. */
export function signerOf(key: SigningKey): (claims: { iss: string; sub: string; aud: string }) => string {
  const secret = 'kty' in key ? createPrivateKey({ key: key as JsonWebKey, format: 'jwk' }) : createPrivateKey(key.pem)
  const algorithm = key.alg ?? usualAlgorithm(secret)
  const header = part({ alg: algorithm, kid: key.kid, typ: 'JWT' })
  return (claims) => {
    const now = Math.floor(Date.now() / 1000)
    const text = `${header}.${part({ ...claims, jti: randomUUID(), iat: now, exp: now + life })}`
    return `${text}.${signed(algorithm, secret, Buffer.from(text)).toString('base64url')}`
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function usualAlgorithm({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'ed25519') return 'EdDSA'
  if (type === 'rsa') return 'PS256'
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256'
  if (type === 'ec' && details?.namedCurve === 'secp384r1') return 'ES384'
  throw new TypeError(`A key of the type ${type} signs nothing that the API takes: use Ed25519, EC P-256 or P-384, or RSA.`)
}

function signed(algorithm: string, key: KeyObject, bytes: Buffer): Buffer {
  switch (algorithm) {
    case 'EdDSA':
    case 'Ed25519':
      return sign(null, bytes, key)
    case 'ES256':
      return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
    case 'ES384':
      return sign('sha384', bytes, { key, dsaEncoding: 'ieee-p1363' })
    case 'RS256':
      return sign('sha256', bytes, key)
    case 'PS256':
      return sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
    default:
      throw new TypeError(`The API takes no signatures by ${algorithm}: use EdDSA, ES256, ES384, PS256 or RS256.`)
  }
}
