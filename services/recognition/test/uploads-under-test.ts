/** Resumable uploads (tus 1.0) to the service's own HTTP. */
import { crc32, deflateRawSync } from 'node:zlib'
import type { ServiceUnderTest } from '@nlc/testing'
import { expect } from 'vitest'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** @returns its id. `bytes` may be less than the `length` that is announced. */
export async function uploaded(
  recognition: ServiceUnderTest,
  as: string,
  path: '/v1/evidence-files' | '/v1/record-archives',
  bytes: Uint8Array,
  { type = 'text/plain', name = 'notes.txt', length = bytes.length } = {},
): Promise<string> {
  const headers = { authorization: `Bearer ${as}`, 'tus-resumable': '1.0.0' }
  const begun = await fetch(`${recognition.url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(length), 'upload-metadata': `filetype ${base64(type)},filename ${base64(name)}` },
  })
  expect(begun.status, await begun.clone().text()).toBe(201)
  const location = begun.headers.get('location')!
  const sent = await fetch(`${recognition.url}${location}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  })
  expect(sent.status).toBe(204)
  return location.split('/').at(-1)!
}

export interface ZipEntry {
  readonly name: string
  readonly bytes: Buffer
  /** What it says of its size, where that is not true. */
  readonly said?: number
}

/** A ZIP archive as anybody may write one: whatever names and sizes it says. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, said = bytes.length } of entries) {
    const packed = deflateRawSync(bytes)
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(0x0800, 2)
    fixed.writeUInt16LE(8, 4)
    fixed.writeUInt32LE(crc32(bytes), 10)
    fixed.writeUInt32LE(packed.length, 14)
    fixed.writeUInt32LE(said, 18)
    fixed.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fixed, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), fixed, tail, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06', 'latin1'), end])
}
