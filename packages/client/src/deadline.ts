/** A time limit and a caller's signal as one signal, which leaves nothing behind on the caller's. */
export interface Deadline {
  readonly signal: AbortSignal
  /** The time was up, as opposed to: the caller gave up. */
  readonly passed: boolean
  /** Milliseconds; infinite where there is no limit. */
  readonly leftMs: number
  /** No more limit; the caller's signal still counts. */
  lift(): void
  /** It is done: neither counts any more. */
  release(): void
}

export function deadlineIn(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const until = performance.now() + ms
  let passed = false
  const giveUp = () => controller.abort(outer?.reason)
  if (outer?.aborted) giveUp()
  else outer?.addEventListener('abort', giveUp, { once: true })
  // Node's timers hold 31 bits.
  const timer =
    ms < 2 ** 31
      ? setTimeout(() => {
          passed = true
          controller.abort(new DOMException('The time is up.', 'TimeoutError'))
        }, ms)
      : undefined
  return {
    signal: controller.signal,
    get passed() {
      return passed
    },
    get leftMs() {
      return Math.max(0, until - performance.now())
    },
    lift: () => clearTimeout(timer),
    release() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', giveUp)
    },
  }
}

/** @throws the signal's reason as soon as it says so, whatever becomes of the work. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  signal.throwIfAborted()
  let giveUp: () => void
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', giveUp!)
  }
}

export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  try {
    await unlessAborted(
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms)
      }),
      signal,
    )
  } finally {
    clearTimeout(timer)
  }
}
