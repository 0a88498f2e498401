/** What became of a request that was not answered in HTTP. */
export const failureCauses = ['address-refused', 'name-not-found', 'connection-failed', 'tls-failed', 'timed-out', 'not-http'] as const
export type FailureCause = (typeof failureCauses)[number]

export class Failure extends Error {
  /** What is written down: neither addresses nor what the other side said. */
  readonly reason: FailureCause
  /** Nothing of it can have arrived: the connection had been closed by the other side while nothing was sent on it. */
  readonly stale: boolean

  constructor(reason: FailureCause, options: { cause?: unknown; stale?: boolean } = {}) {
    super(reason, { cause: options.cause })
    this.name = 'Failure'
    this.reason = reason
    this.stale = options.stale ?? false
  }
}
