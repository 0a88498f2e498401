import type { Claim } from './running.ts'
import { type Program, Supervised } from './supervised.ts'

/** Everything that one start has started, by name, and how it ends. */
export class Processes {
  readonly #claim: Claim
  readonly #log: (sentence: string) => void
  readonly #all = new Map<string, Supervised>()
  readonly #ending = new AbortController()
  #stopped: Promise<void> | undefined

  constructor(claim: Claim, log: (sentence: string) => void) {
    this.#claim = claim
    this.#log = log
    process.once('exit', this.#endAtOnce)
  }

  /** Aborted when everything is to end. */
  get ending(): AbortSignal {
    return this.#ending.signal
  }

  /** Starts a program, and keeps it running from then on. */
  async start(program: Program): Promise<void> {
    this.#ending.signal.throwIfAborted()
    const supervised = new Supervised(program, this.#claim, this.#log)
    this.#all.set(program.name, supervised)
    await supervised.start()
  }

  get(name: string): Supervised {
    const found = this.#all.get(name)
    if (!found) throw new TypeError(`No process is called ${name}; there are ${[...this.#all.keys()].join(', ')}`)
    return found
  }

  /** First who takes requests in, then who answers them, then what those stand on. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll()
    return this.#stopped
  }

  async #stopAll(): Promise<void> {
    this.#ending.abort(new Error('stopping'))
    const base = ['gateway', 'nats', 'postgres']
    const services = [...this.#all.keys()].filter((name) => !base.includes(name))
    for (const names of [['gateway'], services, ['nats'], ['postgres']]) {
      await Promise.all(names.map((name) => this.#all.get(name)?.stop()))
    }
    process.off('exit', this.#endAtOnce)
    this.#claim.release()
  }

  /** Whatever ends us ends them: an error that nobody caught, a `process.exit` somewhere. */
  readonly #endAtOnce = (): void => {
    for (const { pid } of this.#all.values()) if (pid) process.kill(pid, 'SIGKILL')
  }
}
