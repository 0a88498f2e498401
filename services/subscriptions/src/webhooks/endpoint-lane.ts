import type { Dialer } from '../dialer/dialer.ts'
import { Failure } from '../dialer/failure.ts'
import type { Line } from '../dialer/line.ts'
import { type Target, UrlRefused } from '../dialer/target.ts'
import { DeliveryQueue, type Waiting } from './delivery-queue.ts'
import type { KnownEndpoint } from './delivery-store.ts'
import { RequestRate } from './request-rate.ts'
import type { Signer } from './signing-key.ts'
import type { Trouble, WebhookState } from './webhook-endpoint.ts'

/** A message on its way, from when it was chosen. */
export interface Sending {
  readonly lane: EndpointLane
  readonly item: Waiting
  /** How often it had failed before. */
  readonly tries: number
  readonly beganAt: number
  line: Line | undefined
  messageId: string | undefined
  /** An older connection had been closed: it takes a new one. */
  fresh: boolean
}

/** One endpoint that is ours to deliver to: its queue, its connections, its rate. Nothing of it is shared with another. */
export class EndpointLane {
  readonly subscriptionId: string
  readonly clientId: string
  readonly challenge: string
  challengeTries: number
  readonly queue: DeliveryQueue
  readonly rate: RequestRate
  readonly signers: () => readonly Signer[]
  readonly #dialer: Dialer
  readonly #url: string
  readonly #lines = new Set<Line>()
  #target: Target | undefined
  state: WebhookState
  version: number
  /** Until looked at, nothing is known of it. */
  mayDeliver = false
  /** There is more in the mailbox than was loaded. */
  hasMore = true
  /** Takes nothing new; when nothing is under way any more, it is let go and taken up anew. */
  retiring = false
  /** It is another's now. */
  lost = false
  /** A challenge or test is under way. */
  probing = false
  challengeAt: number | undefined
  testId: string | undefined
  /** The last test message that was sent. */
  testedId: string | undefined
  replay: { readonly id: string; sentNumber: number; readonly toNumber: number; readonly unsettled: Set<number> } | undefined
  /** Of each replay, how far it was booked. */
  readonly replayed = new Map<string, number>()
  /** Sent and not yet booked: each holds its place among those that may be under way. */
  unbooked = 0
  /** A change of state is being written. */
  changing = false
  lastTrouble: Trouble | undefined
  /** It is to be disabled: nothing more goes out. */
  givenUp: { readonly reason: 'given-up' | 'gone'; readonly trouble: Trouble } | undefined
  /** Until its rate lets the next request go. */
  timer: NodeJS.Timeout | undefined
  /** Something became free. */
  onChange: () => void = () => {}

  constructor(endpoint: KnownEndpoint, dialer: Dialer, signers: () => readonly Signer[]) {
    this.subscriptionId = endpoint.subscriptionId
    this.clientId = endpoint.clientId
    this.challenge = endpoint.challenge
    this.challengeTries = endpoint.challengeTries
    this.state = endpoint.state
    this.version = endpoint.version
    this.queue = new DeliveryQueue(endpoint)
    this.rate = new RequestRate(endpoint.maxPerSecond)
    this.signers = signers
    this.#dialer = dialer
    this.#url = endpoint.url
  }

  get delivers(): boolean {
    return (this.state === 'active' || this.state === 'degraded') && this.mayDeliver && !this.retiring && !this.lost && !this.givenUp
  }

  get idle(): boolean {
    return this.queue.underWay === 0 && this.unbooked === 0 && !this.probing && !this.changing
  }

  /** The next message that may go out now. */
  take(now: number): Waiting | undefined {
    if (!this.delivers || this.queue.underWay + this.unbooked >= this.queue.window) return undefined
    const item = this.queue.take(now)
    if (item) this.rate.take()
    return item
  }

  /** A connection that nothing is under way on, where there is one; it is the caller's. */
  freeLine(): Line | undefined {
    for (const line of this.#lines) {
      if (!line.free) continue
      line.reserve()
      return line
    }
    return undefined
  }

  /** @throws Failure */
  async newLine(): Promise<Line> {
    try {
      this.#target ??= this.#dialer.read(this.#url)
    } catch (cause) {
      // It was taken under another configuration.
      throw cause instanceof UrlRefused ? new Failure('address-refused', { cause }) : cause
    }
    const line = await this.#dialer.open(this.#target)
    if (this.lost) {
      line.close()
      throw new Failure('connection-failed')
    }
    line.reserve()
    this.#lines.add(line)
    line.onChange = () => {
      if (line.ended) this.#lines.delete(line)
      this.onChange()
    }
    return line
  }

  close(): void {
    clearTimeout(this.timer)
    for (const line of this.#lines) line.close()
  }
}
