/** So many requests per second at most, begun evenly: a tenth of a second's worth at once. Real time, in milliseconds. */
export class RequestRate {
  readonly #perMs: number
  readonly #most: number
  #tokens: number
  #at: number

  constructor(perSecond: number, now = performance.now()) {
    this.#perMs = perSecond / 1000
    this.#most = Math.max(1, perSecond / 10)
    this.#tokens = this.#most
    this.#at = now
  }

  /** How long until one may be begun; 0: now. */
  waitMs(now = performance.now()): number {
    this.#tokens = Math.min(this.#most, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs)
  }

  /** One is begun. */
  take(): void {
    this.#tokens -= 1
  }
}
