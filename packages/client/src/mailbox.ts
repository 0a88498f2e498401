/** Following a mailbox: its pages up to its end, then what is added as it is added; from where one left off, whatever breaks. */
import { deadlineIn, sleep } from './deadline.ts'
import { NoAnswerError, TokenError, UnexpectedAnswerError } from './errors.ts'
import { isMessage, type MailboxMessage, messageFrom, numberOf } from './messages.ts'
import { couldPass, isFailure } from './retry.ts'
import { serverSentEvents } from './server-sent-events.ts'

export interface FollowMailboxOptions {
  readonly subscriptionId: string
  /** The number of the last message that is in your keeping; 0 begins at the beginning. */
  readonly after: number
  /**
   * Gets every message, in the order of their numbers, one at a time: the next one when this one is done. After a crash those since the
   * last `save` come again, with the same `id` and number. A withheld one has no `data`. What it throws ends the following.
   */
  handle(message: MailboxMessage): void | Promise<void>
  /** All up to this number was handled: keep it with your data, at best in the same transaction as what `handle` did. */
  save(number: number): void | Promise<void>
  /**
   * These numbers are not to be had any more, for mailboxes are kept 100 days: take a snapshot here, then it goes on with the next. Default:
   * the following ends with a MailboxGapError.
   */
  onGap?(gap: MailboxGap): void | Promise<void>
  /** What broke, and is tried again: for your log. */
  onTrouble?(error: unknown): void
  /** Ends it; then the promise is kept, not broken. */
  readonly signal?: AbortSignal | undefined
  /** Messages asked for at once, 1 to 200. Default 200. */
  readonly limit?: number | undefined
  /** Milliseconds without a sign of life after which a stream is taken for broken. Default 60,000. */
  readonly silenceMs?: number | undefined
  /** Milliseconds before the first attempt to go on after a failure; doubled for each further one, up to a minute. Default 500. */
  readonly pauseMs?: number | undefined
}

/** Both numbers are among the missing. */
export interface MailboxGap {
  readonly from: number
  readonly to: number
}

export class MailboxGapError extends Error {
  override readonly name = 'MailboxGapError'
  readonly gap: MailboxGap

  constructor(gap: MailboxGap) {
    super(`The mailbox has no messages ${gap.from} to ${gap.to} any more: take a snapshot, and go on after its number.`)
    this.gap = gap
  }
}

/** The mailbox's door, as the API has it. */
export interface MailboxDoor {
  page(afterNumber: number, limit: number, signal: AbortSignal): Promise<{ readonly items: readonly unknown[] }>
  stream(afterNumber: number, signal: AbortSignal): Promise<Response>
}

const longestPauseMs = 60_000

/** Ends when the signal says so, when `handle`, `save` or `onGap` throws, or when the API refuses for good. */
export async function followMailbox(door: MailboxDoor, options: FollowMailboxOptions): Promise<void> {
  const { signal, limit = 200, silenceMs = 60_000, pauseMs = 500 } = options
  let last = options.after
  let failed = 0
  const stopped = () => signal?.aborted ?? false

  async function take(message: MailboxMessage): Promise<void> {
    // What `handle` does is not broken off half-way.
    await options.handle(message)
    last = numberOf(message)
    await options.save(last)
    failed = 0
  }

  async function gapBefore(number: number): Promise<void> {
    const gap = { from: last + 1, to: number - 1 }
    if (!options.onGap) throw new MailboxGapError(gap)
    await options.onGap(gap)
    last = number - 1
    await options.save(last)
  }

  /** Page after page, until one is not full. */
  async function readPages(within: AbortSignal): Promise<void> {
    for (let full = true; full && !stopped(); ) {
      const { items } = await door.page(last, limit, within)
      for (const message of items) {
        if (!isMessage(message)) throw new UnexpectedAnswerError({ operation: 'mailbox' }, { status: 200, text: JSON.stringify(message) })
        if (numberOf(message) <= last) continue
        if (numberOf(message) > last + 1) await own(() => gapBefore(numberOf(message)))
        if (stopped()) return
        await own(() => take(message))
      }
      full = items.length >= limit
    }
  }

  /** As long as it lasts. A number that is not the next one is left to the pages to explain. */
  async function readStream(): Promise<void> {
    let silence = deadlineIn(silenceMs, signal)
    const connection = new AbortController()
    const cut = () => connection.abort(silence.signal.reason)
    const listen = () => {
      silence.release()
      silence = deadlineIn(silenceMs, signal)
      silence.signal.addEventListener('abort', cut, { once: true })
    }
    listen()
    try {
      const { body } = await door.stream(last, connection.signal)
      for await (const event of serverSentEvents(body as unknown as AsyncIterable<Uint8Array>, { onSign: listen })) {
        const message = messageFrom(event.data)
        if (!message || numberOf(message) <= last) continue
        if (numberOf(message) > last + 1 || stopped()) return
        // While it is handled nobody listens: that is no silence of the server's.
        silence.release()
        await own(() => take(message))
        listen()
      }
    } finally {
      silence.release()
      connection.abort()
    }
  }

  while (!stopped()) {
    const reading = deadlineIn(Number.POSITIVE_INFINITY, signal)
    try {
      await readPages(reading.signal)
      if (!stopped()) await readStream()
      // A stream that ends is taken up again; one that ends at once is no reason to hurry.
      failed += 1
    } catch (error) {
      if (error instanceof Thrown) throw error.cause
      if (stopped()) return
      if (isFinal(error)) throw error
      failed += 1
      options.onTrouble?.(error)
    } finally {
      reading.release()
    }
    if (stopped()) return
    const longest = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failed - 1, 20))
    await sleep(longest / 2 + (Math.random() * longest) / 2, signal).catch(() => {})
  }
}

/** What the caller's own functions throw is told apart from what breaks on the way. */
class Thrown extends Error {}

async function own(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    throw new Thrown('', { cause })
  }
}

/** The API refuses, and would refuse again: the subscription is not there, the client may not read it. */
function isFinal(error: unknown): boolean {
  if (error instanceof TokenError) return error.status < 500
  return isFailure(error) && !(error instanceof NoAnswerError) && error.status < 500 && !couldPass(error)
}
