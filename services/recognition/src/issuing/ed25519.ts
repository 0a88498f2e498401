import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
}

export function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'), privateKey }
}

export const exported = (privateKey: KeyObject): Buffer => privateKey.export({ format: 'der', type: 'pkcs8' })
export const imported = (der: Buffer): KeyObject => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })

export const publicJwk = (publicKey: Uint8Array) =>
  ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }) as const
export const publicKeyOf = (publicKey: Uint8Array): KeyObject => createPublicKey({ key: publicJwk(publicKey), format: 'jwk' })

export const signed = (bytes: Uint8Array, privateKey: KeyObject): Buffer => sign(null, bytes, privateKey)
export const isSigned = (bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
  signature.length === 64 && verify(null, bytes, publicKeyOf(publicKey), signature)
