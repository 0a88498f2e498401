/** Bytes as text (Multibase), and what they are (Multicodec, Multihash): as Controlled Identifiers 1.0 has them. */
import { decode as fromBase58, encode as toBase58 } from 'base58-universal'

const ed25519 = Uint8Array.of(0xed, 0x01)
const sha2256 = Uint8Array.of(0x12, 0x20)
const keyBytes = 32

export const base58btc = (bytes: Uint8Array): string => `z${toBase58(bytes)}`
export const base64url = (bytes: Uint8Array): string => `u${Buffer.from(bytes).toString('base64url')}`

/** @returns nothing where it is not base58btc. */
export function readBase58btc(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string' || !/^z[1-9A-HJ-NP-Za-km-z]{1,200}$/.test(text)) return undefined
  return fromBase58(text.slice(1))
}

export const multikeyOf = (publicKey: Uint8Array): string => base58btc(Buffer.concat([ed25519, publicKey]))

/** @returns the 32 bytes of an Ed25519 public key; nothing where it is no such key. */
export function readMultikey(text: unknown): Uint8Array | undefined {
  const bytes = readBase58btc(text)
  const isKey = bytes?.length === ed25519.length + keyBytes && bytes[0] === ed25519[0] && bytes[1] === ed25519[1]
  return isKey ? bytes.subarray(ed25519.length) : undefined
}

/** @param hex a SHA-256. */
export const digestMultibaseOf = (hex: string): string => base64url(Buffer.concat([sha2256, Buffer.from(hex, 'hex')]))
