/** Resumable uploads (tus 1.0) through the gateway, with connections that break. */
import { request } from 'node:http'
import { Readable } from 'node:stream'
import type { Caller } from './gateway.ts'

export interface Announced {
  readonly type: string
  readonly name: string
  readonly length: number
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** @returns the upload's path. */
export async function announce(gateway: string, { token }: Caller, path: string, { type, name, length }: Announced): Promise<string> {
  const response = await fetch(gateway + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(length),
      'upload-metadata': `filetype ${base64(type)},filename ${base64(name)}`,
    },
  })
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.headers.get('location')!
}

export const idOf = (upload: string): string => upload.split('/').at(-1)!

export async function offsetOf(gateway: string, { token }: Caller, upload: string): Promise<number> {
  const response = await fetch(gateway + upload, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' },
  })
  return Number(response.headers.get('upload-offset'))
}

/** Sends from `offset` on what `chunks` makes; hangs up after `cutAfter` bytes, where that is said. @returns the status, or nothing where it was cut. */
export function send(
  gateway: string,
  { token }: Caller,
  upload: string,
  offset: number,
  chunks: Iterable<Uint8Array>,
  { length, cutAfter }: { length: number; cutAfter?: number },
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sending = request(gateway + upload, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${token}`,
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'content-length': String(length),
      },
    })
    sending.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sending.on('error', () => resolve(undefined))
    let sent = 0
    const body = Readable.from(chunks, { objectMode: false })
    body.on('data', (bytes: Buffer) => {
      sent += bytes.length
      if (cutAfter !== undefined && sent >= cutAfter) {
        body.destroy()
        // What was written is on its way; the rest never comes.
        sending.write(bytes, () => {
          sending.destroy()
          resolve(undefined)
        })
      } else if (!sending.write(bytes)) {
        body.pause()
        sending.once('drain', () => body.resume())
      }
    })
    body.on('end', () => sending.end())
  })
}

/** The bytes of a file from `offset` on, made as they are sent: never the whole in memory. */
export function* madeUp(seed: number, length: number, offset = 0): Generator<Buffer> {
  const step = 64 * 1024
  for (let at = offset; at < length; ) {
    const begin = at - (at % step)
    const block = Buffer.alloc(step)
    for (let i = 0; i < step; i += 4) block.writeUInt32LE((Math.imul(begin + i, 2_654_435_761) ^ seed) >>> 0, i)
    if (begin === 0) block.write('%PDF-1.7\n')
    yield block.subarray(at - begin, Math.min(step, length - begin))
    at = begin + step
  }
}

/** Sent whole, however often its connection is cut on the way. @returns its id. */
export async function uploadThrough(
  gateway: string,
  caller: Caller,
  path: string,
  { seed, cuts, ...announced }: Announced & { seed: number; cuts: readonly number[] },
): Promise<string> {
  const { length } = announced
  const upload = await announce(gateway, caller, path, announced)
  for (const cut of [...cuts, undefined]) {
    const offset = await offsetOf(gateway, caller, upload)
    const cutAfter = cut === undefined ? undefined : cut - offset
    const status = await send(gateway, caller, upload, offset, madeUp(seed, length, offset), {
      length: length - offset,
      ...(cutAfter !== undefined && { cutAfter }),
    })
    if (cut === undefined && status !== 204) throw new Error(`the last part was answered ${status}`)
  }
  return idOf(upload)
}
