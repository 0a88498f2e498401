/** Runs one at a time; what asks meanwhile is served by one more. After a failure it tries again by itself. */
export class Turns {
  readonly #run: () => Promise<void>
  readonly #onFailure: (cause: unknown) => void
  #asked = false
  #closed = false
  #running: Promise<void> | undefined

  constructor(run: () => Promise<void>, onFailure: (cause: unknown) => void) {
    this.#run = run
    this.#onFailure = onFailure
  }

  ask(): void {
    this.#asked = true
    this.#running ??= this.#go()
  }

  async #go(): Promise<void> {
    while (this.#asked) {
      this.#asked = false
      try {
        await this.#run()
      } catch (cause) {
        if (this.#closed) break
        this.#onFailure(cause)
        this.#asked = true
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
    this.#running = undefined
  }

  /** Resolves when nothing runs. After a failure it does not run again. */
  async end(): Promise<void> {
    this.#closed = true
    await this.#running
  }
}

const pauseMs = 500
