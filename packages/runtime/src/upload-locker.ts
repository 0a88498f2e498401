/**
 * One request at a time writes to an upload. Whoever comes next asks the one before to let go (its connection may be dead without its
 * knowing) and waits to be called. The server's own locker asks again and again instead, with a promise for each time: a client that
 * resumes eight files takes hundreds of megabytes.
 */
import { ERRORS, type Lock, type Locker } from '@tus/utils'

interface Held {
  readonly letGo: () => Promise<void> | void
  readonly waiting: (() => void)[]
}

const patienceMs = 30_000

export class UploadLocker implements Locker {
  readonly #held = new Map<string, Held>()

  newLock(id: string): Lock {
    return { lock: (stop, letGo) => this.#lock(id, stop, letGo), unlock: async () => this.#unlock(id) }
  }

  async #lock(id: string, stop: AbortSignal, letGo: Held['letGo']): Promise<void> {
    const until = AbortSignal.any([stop, AbortSignal.timeout(patienceMs)])
    for (let held = this.#held.get(id); held; held = this.#held.get(id)) {
      await held.letGo()
      // It may have let go meanwhile.
      if (this.#held.get(id) === held) await unlocked(held, until)
      if (until.aborted) throw ERRORS.ERR_LOCK_TIMEOUT
    }
    this.#held.set(id, { letGo, waiting: [] })
  }

  #unlock(id: string): void {
    const held = this.#held.get(id)
    this.#held.delete(id)
    for (const call of held?.waiting ?? []) call()
  }
}

function unlocked({ waiting }: Held, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (until.aborted) return resolve()
    until.addEventListener('abort', () => resolve(), { once: true })
    waiting.push(resolve)
  })
}
