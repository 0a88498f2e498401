/** Resumable uploads (tus 1.0, https://tus.io): announced, then sent in parts; after a break it goes on where the server stands. */
import { sleep } from './deadline.ts'
import { NoAnswerError, ProblemError } from './errors.ts'
import type { Uploaded, UploadOptions } from './methods.ts'
import { type Operation, titleOf } from './operation.ts'
import { addressOf } from './request.ts'
import { couldPass, isFailure, pauseBeforeNext, type RetryPolicy } from './retry.ts'
import type { Sending, Transport } from './transport.ts'

const tus = { 'tus-resumable': '1.0.0' }
const usualPartBytes = 8 * 1024 * 1024

export async function upload(
  transport: Transport,
  retry: RetryPolicy,
  operation: Operation,
  { file, ...input }: Readonly<Record<string, unknown>> & { readonly file: Blob | Uint8Array | string },
  { type, resume, partBytes = usualPartBytes, onProgress, ...call }: UploadOptions,
): Promise<Uploaded> {
  const bytes = file instanceof Blob ? file : new Blob([file as string])
  const { accepts, maxBytes } = operation.upload!
  if (bytes.size > maxBytes) throw new RangeError(`${titleOf(operation)} takes at most ${maxBytes} bytes; the file has ${bytes.size}.`)
  const { path } = addressOf(operation, input)
  const send = (verb: string, address: string, more: Partial<Sending>) =>
    transport.ask({ operation: titleOf(operation), verb, path: address, reads: false, repeatable: false, needsToken: true, ...more }, call)

  /** An upload that gets no bytes is nothing yet and is forgotten, so announcing it a second time does no harm. */
  async function announce(): Promise<string> {
    const filetype = type ?? (bytes.type || accepts[0] || '')
    const { headers } = await send('POST', path, {
      headers: { ...tus, 'upload-length': String(bytes.size), 'upload-metadata': `filetype ${Buffer.from(filetype).toString('base64')}` },
      repeatable: true,
    })
    return decodeURIComponent(headers.get('location')?.split('/').at(-1) ?? '')
  }

  const id = resume ?? (await announce())
  const address = `${path}/${encodeURIComponent(id)}`
  const standing = async () =>
    Number((await send('HEAD', address, { headers: tus, reads: true, repeatable: true })).headers.get('upload-offset'))

  let offset = resume === undefined ? 0 : await standing()
  onProgress?.({ id, sentBytes: offset, totalBytes: bytes.size })
  for (let failed = 0; offset < bytes.size; ) {
    try {
      const { headers } = await send('PATCH', address, {
        headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: bytes.slice(offset, offset + partBytes),
      })
      offset = Number(headers.get('upload-offset'))
      failed = 0
    } catch (error) {
      failed += 1
      if (failed >= retry.tries || !isFailure(error) || !(couldPass(error) || standsElsewhere(error))) throw error
      await sleep(pauseBeforeNext(failed, error, retry), call.signal)
      const stands = await standing()
      // What came through before it broke was progress.
      if (stands > offset) failed = 0
      offset = stands
    }
    onProgress?.({ id, sentBytes: offset, totalBytes: bytes.size })
  }
  return { id, bytes: bytes.size }
}

const standsElsewhere = (error: unknown): boolean =>
  error instanceof ProblemError && !(error instanceof NoAnswerError) && error.name === 'upload-offset-conflict'
