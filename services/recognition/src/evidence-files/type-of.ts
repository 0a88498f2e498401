import { fileTypeFromBuffer } from 'file-type'

/** What tells one type from another stands at the beginning; of office documents it is a list of names there. */
const headBytes = 512 * 1024

/**
 * The media type of a file by its content; all of it is read. Undefined: nothing that is known. Text is what is valid UTF-8 to its end,
 * without U+0000, and nothing else.
 */
export async function typeOf(chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let head: Buffer = Buffer.alloc(0)
  let isText = true
  for await (const bytes of chunks) {
    if (head.length < headBytes) head = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)])
    if (isText) isText = !bytes.includes(0) && decodes(decoder, bytes)
  }
  if (isText) isText = decodes(decoder)
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  return found?.mime ?? (isText ? 'text/plain' : undefined)
}

function decodes(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined })
    return true
  } catch {
    return false
  }
}
