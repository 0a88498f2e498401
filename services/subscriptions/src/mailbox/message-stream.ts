/**
 * A mailbox as server-sent events. It is cut, with all that its reader has not taken yet, when messages are withheld or delivery
 * stops: the reader comes back and gets what it may see then.
 */
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { cloudEvent } from './cloud-event.ts'
import { onMailboxGrew } from './mailbox-grew.ts'
import { messagesAfter } from './readable.ts'

const atOnce = 100
/** A comment at least so often, so that whoever is between does not take it for dead. */
const heartbeatMs = 15_000
/** The net for what other processes wrote. Withholding in another process cuts streams here as late; see `settlingMs`. */
const pollMs = 500
/** As long as the longest token: who reads on shows a valid one again. */
const longestMs = 15 * 60_000

export interface Streaming {
  readonly db: Sql
  readonly issuer: string
  readonly subscriptionId: string
  readonly after: number
  readonly ending: AbortSignal
}

export class MessageStream extends Readable {
  readonly #streaming: Streaming
  #number: number
  #wake = () => {}
  #nudged = false
  #waitsForReader = false
  readonly #stopListening: () => void
  readonly #onEnding = () => this.#nudge()

  constructor(streaming: Streaming) {
    super({ highWaterMark: 64 * 1024 })
    this.#streaming = streaming
    this.#number = streaming.after
    this.#stopListening = onMailboxGrew((subscriptionId) => subscriptionId === streaming.subscriptionId && this.#nudge())
    streaming.ending.addEventListener('abort', this.#onEnding)
    void this.#follow().catch((cause) => this.destroy(cause))
  }

  override _read(): void {
    this.#waitsForReader = false
    this.#nudge()
  }

  override _destroy(cause: Error | null, done: (cause?: Error | null) => void): void {
    this.#stopListening()
    this.#streaming.ending.removeEventListener('abort', this.#onEnding)
    this.#wake()
    done(cause)
  }

  #nudge(): void {
    this.#nudged = true
    this.#wake()
  }

  async #follow(): Promise<void> {
    const { db, issuer, subscriptionId, ending } = this.#streaming
    const began = performance.now()
    let lastSaid = began
    const closings = (await this.#state()).closings
    this.push('retry: 2000\n\n')
    while (!this.destroyed) {
      this.#nudged = false
      const state = await this.#state()
      if (state.closings !== closings || !state.open || state.firstNumber > this.#number + 1) return this.#cut()
      if (ending.aborted || performance.now() - began > longestMs) return void this.push(null)
      if (!this.#waitsForReader && state.lastNumber > this.#number) {
        const messages = await messagesAfter(db, subscriptionId, this.#number, atOnce)
        // What was read before it was withheld is not said after.
        if ((await this.#state()).closings !== closings) return this.#cut()
        const text = messages
          .map((message) => `id: ${message.number}\nevent: message\ndata: ${JSON.stringify(cloudEvent(message, issuer))}\n\n`)
          .join('')
        this.#number = messages.at(-1)?.number ?? this.#number
        lastSaid = performance.now()
        if (messages.length > 0 && !this.destroyed) this.#waitsForReader = !this.push(text)
        if (messages.length === atOnce && !this.#waitsForReader) continue
      } else if (performance.now() - lastSaid > heartbeatMs && !this.#waitsForReader) {
        lastSaid = performance.now()
        this.#waitsForReader = !this.push(':\n\n')
      }
      await this.#pause()
    }
  }

  #cut(): void {
    this.destroy()
  }

  /** Until something may be new, or for a while. */
  async #pause(): Promise<void> {
    if (this.#nudged || this.destroyed) return
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    await pause(pollMs, undefined, { signal: woken.signal, ref: false }).catch(() => {})
    this.#wake = () => {}
  }

  async #state(): Promise<{ closings: number; open: boolean; firstNumber: number; lastNumber: number }> {
    const { rows } = await sql<{ closings: number; open: boolean; firstNumber: number; lastNumber: number }>`
      select s.closings, s.first_number as "firstNumber", s.last_number as "lastNumber",
        s.state not in ('paused', 'ended') and not exists (select from delivery_suspension d where d.client_id in (s.client_id, '*'))
          and not exists (select from known_client c where c.client_id = s.client_id and c.suspended_at is not null) as open
      from subscription s where s.id = ${this.#streaming.subscriptionId}`.execute(this.#streaming.db)
    return rows[0] ?? { closings: -1, open: false, firstNumber: 1, lastNumber: 0 }
  }
}
