/** Server-sent events (WHATWG HTML, section 9.2), from bytes in whatever pieces they come. */
export interface ServerSentEvent {
  /** `message` where it was not said. */
  readonly event: string
  readonly data: string
  /** The last one that was sent, with this event or before it. */
  readonly id: string
}

export interface EventStreamOptions {
  /** The server asks that a broken connection is taken up again after so many milliseconds. */
  onRetry?(ms: number): void
  /** Something came, be it a comment: the connection lives. */
  onSign?(): void
}

/** An event that the end of the stream cuts off is none. */
export async function* serverSentEvents(
  bytes: AsyncIterable<Uint8Array>,
  { onRetry, onSign }: EventStreamOptions = {},
): AsyncGenerator<ServerSentEvent> {
  let id = ''
  let event = ''
  let data: string[] = []
  for await (const line of linesOf(bytes, onSign)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id }
      event = ''
      data = []
      continue
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) onRetry?.(Number(value))
  }
}

/** Lines end with CR LF, LF or CR; a CR at the end of a piece may have its LF in the next. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>, onSign: (() => void) | undefined): AsyncGenerator<string> {
  // Of a byte order mark, the decoder takes the first away, as it should.
  const decoder = new TextDecoder('utf-8')
  let held = ''
  let afterCr = false
  for await (const piece of bytes) {
    onSign?.()
    let text = decoder.decode(piece, { stream: true })
    if (text === '') continue
    if (afterCr && text[0] === '\n') text = text.slice(1)
    afterCr = text === '' ? false : text.endsWith('\r')
    const parts = (held + text).split(/\r\n|\n|\r/)
    held = parts.pop() ?? ''
    yield* parts
  }
}
