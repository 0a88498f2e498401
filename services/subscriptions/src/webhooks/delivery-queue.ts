/**
 * What is to be sent to one endpoint, in which order, and when. No I/O: the clock and what became of each request are told.
 *
 * - One message of a person at a time, in the order of numbers: the next waits until the one before is delivered. People do
 *   not wait for each other.
 * - How many are under way adapts: it doubles up to eight while they succeed and grows slowly from there, halves with a
 *   failure, and falls to one with a timeout.
 * - Three messages failing in a row break the circuit: then one request at a time probes, at growing intervals, until one
 *   succeeds. A single message that always fails breaks nothing.
 */

/** A message that waits; `tries` is how often it has failed. Instants in milliseconds of the domain's clock. */
export interface Waiting {
  readonly number: number
  readonly subject: string
  readonly tries: number
  readonly dueAt: number
}

interface Item {
  readonly number: number
  readonly subject: string
  tries: number
  dueAt: number
  underWay: boolean
  readonly replayed: boolean
}

export interface Failed {
  readonly now: number
  /** Not before. */
  readonly dueAt: number
  readonly timedOut: boolean
  /** The receiver wants no request at all before. */
  readonly waitUntil?: number | undefined
}

const maxWindow = 32
const firstWindow = 2
/** From here on it grows by one with as many successes as may be under way: each that is more is another connection. */
const steadyWindow = 8
const breaksAt = 3
const stubbornAt = 3
const firstPauseMs = 5_000
const longestPauseMs = 5 * 60_000
const maxReady = 256
/** Including those that wait behind another of the same person. */
const maxItems = 5_000

export class DeliveryQueue {
  readonly #items = new Map<number, Item>()
  /** Of each person, in the order in which they are sent; the first is the one that may be. */
  readonly #chains = new Map<string, Item[]>()
  /** Firsts of their chains that were not tried yet, by number. */
  readonly #ready: Item[] = []
  /** Firsts of their chains that failed, by when they are due. */
  readonly #retries: Item[] = []
  readonly #failedInARow = new Set<number>()
  #loaded: number
  #sent: number
  #window = firstWindow
  #underWay = 0
  #stubborn = 0
  #waitUntil: number
  #broken: { probeAt: number; pauseMs: number } | undefined

  /** @param place as it was booked last: all up to `sentNumber` was delivered, except `open`. */
  constructor(place: { sentNumber: number; open: readonly Waiting[]; waitUntil?: number | undefined }) {
    this.#loaded = place.sentNumber
    this.#sent = place.sentNumber
    this.#waitUntil = place.waitUntil ?? 0
    for (const waiting of [...place.open].sort((a, b) => a.number - b.number)) this.#add({ ...waiting, replayed: true })
  }

  /** The last number that was loaded. */
  get loadedNumber(): number {
    return this.#loaded
  }

  /** How many more it wants to be given. */
  get room(): number {
    const ready = (this.#broken ? 8 : maxReady) - this.#ready.length
    return Math.max(0, Math.min(ready, maxItems - this.#items.size))
  }

  get underWay(): number {
    return this.#underWay
  }

  /** How many may be under way at once. */
  get window(): number {
    return this.#broken ? 1 : Math.floor(this.#window)
  }

  /** Whether deliveries fail in a way that the owner is to hear of. */
  get troubled(): boolean {
    return this.#broken !== undefined || this.#stubborn > 0
  }

  get waitUntil(): number {
    return this.#waitUntil
  }

  /** The next numbers of the mailbox, ascending. */
  load(rows: readonly { number: number; subject: string }[]): void {
    for (const { number, subject } of rows) {
      if (number <= this.#loaded) continue
      this.#loaded = number
      this.#add({ number, subject, tries: 0, dueAt: 0, replayed: false })
    }
  }

  /** Numbers that are to be sent again. Those that are still to be sent anyway come once. @returns those that it took. */
  replay(rows: readonly { number: number; subject: string }[]): number[] {
    const taken = rows.filter(({ number }) => number <= this.#loaded && !this.#items.has(number))
    for (const { number, subject } of taken) this.#add({ number, subject, tries: 0, dueAt: 0, replayed: true })
    return taken.map(({ number }) => number)
  }

  #add(waiting: Waiting & { replayed: boolean }): void {
    const item: Item = { ...waiting, underWay: false }
    if (item.tries >= stubbornAt) this.#stubborn += 1
    this.#items.set(item.number, item)
    const chain = this.#chains.get(item.subject)
    if (chain) chain.push(item)
    else {
      this.#chains.set(item.subject, [item])
      this.#offer(item)
    }
  }

  /** What is first in its chain can be taken. */
  #offer(item: Item): void {
    if (item.tries === 0) insert(this.#ready, item, (a, b) => a.number - b.number)
    else insert(this.#retries, item, (a, b) => a.dueAt - b.dueAt || a.number - b.number)
  }

  /** What is to be sent now; it is under way until something is told of it. */
  take(now: number): Waiting | undefined {
    if (now < this.#waitUntil) return undefined
    if (this.#underWay >= this.window || (this.#broken && now < this.#broken.probeAt)) return undefined
    const retry = this.#retries[0]
    const item = retry && retry.dueAt <= now ? this.#retries.shift() : this.#ready.shift()
    if (!item) return undefined
    item.underWay = true
    this.#underWay += 1
    if (item.number > this.#sent) this.#sent = item.number
    return item
  }

  #landed(number: number): Item {
    const item = this.#items.get(number)
    if (!item?.underWay) throw new Error(`${number} is not under way`)
    item.underWay = false
    this.#underWay -= 1
    return item
  }

  /** Nothing was sent. */
  putBack(number: number): void {
    this.#offer(this.#landed(number))
  }

  delivered(number: number, now: number): void {
    this.#remove(this.#landed(number))
    this.#failedInARow.clear()
    this.#window = Math.min(maxWindow, this.#window + (this.#window < steadyWindow ? 1 : 1 / this.#window))
    if (!this.#broken) return
    // It takes requests again: what failed meanwhile does not wait for its hour.
    this.#broken = undefined
    for (const item of this.#retries) item.dueAt = Math.min(item.dueAt, now)
    this.#retries.sort((a, b) => a.number - b.number)
  }

  /** @returns how often it has failed now. */
  failed(number: number, { now, dueAt, timedOut, waitUntil = 0 }: Failed): number {
    const item = this.#landed(number)
    item.tries += 1
    item.dueAt = dueAt
    if (item.tries === stubbornAt) this.#stubborn += 1
    this.#offer(item)
    this.#waitUntil = Math.max(this.#waitUntil, waitUntil)
    this.#window = timedOut ? 1 : Math.max(1, Math.floor(this.#window / 2))
    this.#failedInARow.add(number)
    if (this.#broken) {
      const pauseMs = Math.min(this.#broken.pauseMs * 2, longestPauseMs)
      this.#broken = { pauseMs, probeAt: now + pauseMs }
    } else if (this.#failedInARow.size >= breaksAt) this.#broken = { pauseMs: firstPauseMs, probeAt: now + firstPauseMs }
    return item.tries
  }

  /** The mailbox no longer holds what lies below this number. */
  forgetBelow(number: number): void {
    for (const item of [...this.#items.values()]) {
      if (item.number >= number || item.underWay) continue
      for (const list of [this.#ready, this.#retries]) {
        const at = list.indexOf(item)
        if (at >= 0) list.splice(at, 1)
      }
      this.#remove(item)
    }
    this.#loaded = Math.max(this.#loaded, number - 1)
    this.#sent = Math.max(this.#sent, number - 1)
  }

  #remove(item: Item): void {
    if (item.tries >= stubbornAt) this.#stubborn -= 1
    this.#items.delete(item.number)
    const chain = this.#chains.get(item.subject)!
    const at = chain.indexOf(item)
    chain.splice(at, 1)
    if (chain.length === 0) this.#chains.delete(item.subject)
    else if (at === 0) this.#offer(chain[0]!)
  }

  /** To be booked: with it and the tries of those that failed, another process goes on. */
  place(): { sentNumber: number; open: number[] } {
    const open: number[] = []
    for (const { number, replayed } of this.#items.values()) if (replayed || number <= this.#sent) open.push(number)
    return { sentNumber: this.#sent, open: open.sort((a, b) => a - b) }
  }
}

/** Mostly it belongs at the end. */
function insert(list: Item[], item: Item, order: (a: Item, b: Item) => number): void {
  let at = list.length
  while (at > 0 && order(list[at - 1]!, item) > 0) at -= 1
  list.splice(at, 0, item)
}
