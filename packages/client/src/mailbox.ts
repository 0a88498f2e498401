/** Following a mailbox: its pages up to its end, then what is added as it is added; from where one left off, whatever breaks. */
import { deadlineIn, sleep } from './deadline.ts'
import { NoAnswerError, ProblemError, TokenError, UnexpectedAnswerError } from './errors.ts'
import { isMessage, type MailboxMessage, messageFrom, numberOf } from './messages.ts'
import type { CallOptions } from './methods.ts'
import { couldPass, type Failure, isFailure } from './retry.ts'
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
   * These numbers are not to be had any more, for messages are kept 100 days: take a snapshot here and return its `number`, and it goes on
   * behind that. Default: the following ends with a MailboxGapError.
   */
  onGap?(gap: MailboxGap): number | Promise<number>
  /** What broke, and is tried again: for your log. */
  onTrouble?(error: unknown): void
  /** Ends it; then the promise is kept, not broken. */
  readonly signal?: AbortSignal | undefined
  /** Messages asked for at once, 1 to 500. Default 200. */
  readonly limit?: number | undefined
  /** Milliseconds without a sign of life after which a stream is taken for broken; the API gives one every 15,000. Default 45,000. */
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
  readMessages(
    input: { subscriptionId: string; afterNumber: number; limit: number },
    options: CallOptions,
  ): Promise<{ readonly items: readonly unknown[]; readonly lastNumber: number }>
  streamMessages(input: { subscriptionId: string }, options: CallOptions & { lastEventId: string }): Promise<Response>
}

const longestPauseMs = 60_000

/** Ends when the signal says so, when `handle`, `save` or `onGap` throws, or when the API refuses for good. */
export async function followMailbox(door: MailboxDoor, options: FollowMailboxOptions): Promise<void> {
  const { subscriptionId, signal, limit = 200, silenceMs = 45_000, pauseMs = 500 } = options
  let last = options.after
  let failed = 0
  /** The server asks that its stream is not taken up again sooner. */
  let retryMs = 0
  const stopped = () => signal?.aborted ?? false

  async function take(message: MailboxMessage): Promise<void> {
    // What `handle` does is not broken off half-way.
    await options.handle(message)
    last = numberOf(message)
    await options.save(last)
    failed = 0
  }

  async function missUpTo(to: number): Promise<void> {
    const gap = { from: last + 1, to }
    if (!options.onGap) throw new MailboxGapError(gap)
    last = Math.max(to, await options.onGap(gap))
    await options.save(last)
  }

  /** Page after page, until there is no more. */
  async function readPages(): Promise<void> {
    for (let more = true; more && !stopped(); ) {
      const { items, lastNumber } = await door.readMessages({ subscriptionId, afterNumber: last, limit }, { signal })
      for (const message of items) {
        if (!isMessage(message)) throw new UnexpectedAnswerError({ operation: 'mailbox' }, { status: 200, text: JSON.stringify(message) })
        const number = numberOf(message)
        if (number > last + 1) await own(() => missUpTo(number - 1))
        if (stopped()) return
        if (number > last) await own(() => take(message))
      }
      more = items.length > 0 && last < lastNumber
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
      if (silence.signal.aborted) cut()
      else silence.signal.addEventListener('abort', cut, { once: true })
    }
    const onRetry = (ms: number) => {
      retryMs = ms
    }
    const began = performance.now()
    listen()
    try {
      const { body } = await door.streamMessages({ subscriptionId }, { signal: connection.signal, lastEventId: String(last) })
      for await (const event of serverSentEvents(body as unknown as AsyncIterable<Uint8Array>, { onSign: listen, onRetry })) {
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
      // Streams end now and then; one that lasted was no failure.
      if (performance.now() - began > longestPauseMs) failed = 0
    }
  }

  while (!stopped()) {
    try {
      await readPages()
      if (!stopped()) await readStream()
      // A stream that ends is taken up again; one that ends at once is no reason to hurry.
      failed += 1
    } catch (error) {
      if (error instanceof Thrown) throw error.cause
      if (stopped()) return
      const expired = expiredBefore(error)
      if (expired !== undefined && expired > last + 1) await missUpTo(expired - 1)
      else if (isFinal(error)) throw error
      else options.onTrouble?.(error)
      failed += 1
    }
    if (stopped()) return
    const longest = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failed - 1, 20))
    const pause = Math.max(Math.min(retryMs, longestPauseMs), longest / 2) + (Math.random() * longest) / 2
    await sleep(pause, signal).catch(() => {})
    retryMs = 0
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

/** The number of the oldest message that is kept, where the API says that those asked for are not. */
function expiredBefore(error: unknown): number | undefined {
  if (!(error instanceof ProblemError) || error.name !== 'mailbox-messages-expired') return undefined
  return Number(error.details.firstNumber)
}

/** The API refuses, and would refuse again: the subscription is not there or has ended, the client may not read it. */
function isFinal(error: unknown): boolean {
  if (error instanceof TokenError) return error.status < 500
  if (!isFailure(error) || error instanceof NoAnswerError || error.status >= 500 || couldPass(error)) return false
  return !isForNow(error)
}

/** What somebody stopped, somebody lets go on: meanwhile messages go on getting their numbers. */
function isForNow(error: Failure): boolean {
  if (!(error instanceof ProblemError)) return false
  return error.name === 'delivery-suspended' || (error.name === 'subscription-not-in-state' && error.details.state !== 'ended')
}
