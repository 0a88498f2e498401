/**
 * The register writes windows-1252. A file that was saved again may be UTF-8, with or without a byte order mark. Text
 * of several bytes that is valid UTF-8 throughout is UTF-8: in windows-1252 its sequences ("Ã©") mean nothing.
 */
import { isAscii } from 'node:buffer'

export type Encoding = 'utf-8' | 'windows-1252'
export type NotText = 'empty' | 'not-text' | 'archive'

export interface Inspected {
  readonly encoding: Encoding
  /** All of it is ASCII: nothing needs decoding. */
  readonly ascii: boolean
  /** Bytes of a byte order mark to leave out. */
  readonly skip: number
}

/** Reads the whole, a piece at a time. */
export async function inspect(pieces: AsyncIterable<Buffer>): Promise<Inspected | NotText> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  let ascii = true
  let utf8 = true
  let marked = false
  for await (const piece of pieces) {
    if (size === 0) {
      if (piece.subarray(0, 4).equals(zip)) return 'archive'
      if (piece.subarray(0, 2).equals(utf16le) || piece.subarray(0, 2).equals(utf16be)) return 'not-text'
      marked = piece.subarray(0, 3).equals(utf8Mark)
    }
    if (piece.includes(0)) return 'not-text'
    ascii &&= isAscii(piece)
    if (utf8) utf8 = decodes(decoder, piece)
    size += piece.length
  }
  if (utf8) utf8 = decodes(decoder)
  if (size === (marked ? 3 : 0)) return 'empty'
  return { encoding: marked || (utf8 && !ascii) ? 'utf-8' : 'windows-1252', ascii, skip: marked ? 3 : 0 }
}

const zip = Buffer.from('PK\x03\x04', 'latin1')
const utf16le = Buffer.from([0xff, 0xfe])
const utf16be = Buffer.from([0xfe, 0xff])
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

function decodes(decoder: InstanceType<typeof TextDecoder>, piece?: Buffer): boolean {
  try {
    decoder.decode(piece, { stream: piece !== undefined })
    return true
  } catch {
    return false
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')
/** Bytes to which windows-1252 gives no character; the decoder would pass them on as control characters. */
const unassigned = /[\x81\x8d\x8f\x90\x9d]/
const beyondAscii = /[\x80-\xff]/

/** One byte per character in, the text out; nothing where these bytes are none in this encoding. */
export function decodeField(bytes: string, encoding: Encoding): string | undefined {
  if (!beyondAscii.test(bytes)) return bytes
  if (encoding === 'windows-1252') return unassigned.test(bytes) ? undefined : windows1252.decode(Buffer.from(bytes, 'latin1'))
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return undefined
  }
}
