/** A program that runs beside us, is watched, and is started again when it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.ts'
import { lastWords } from './last-words.ts'
import type { Claim } from './running.ts'

export interface Program {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly user?: { readonly uid: number; readonly gid: number }
  /** The file that what it prints is added to. */
  readonly output: string
  /** Whether it tells us things by `process.send`. */
  readonly tellsUs?: boolean
  /** Asks it to finish what it does and to end. */
  readonly stopSignal: NodeJS.Signals
  /** Resolves when it serves; the signal says that nobody waits any more. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>
  /** How often a start is tried that ends before it serves; once unless said. */
  readonly attempts?: number
}

const PATIENCE = 60_000 // to become ready, on a busy machine
const DRAIN = 15_000 // to end when asked
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 10_000

export class Supervised {
  readonly name: string
  readonly #program: Program
  readonly #claim: Claim
  readonly #log: (sentence: string) => void
  #child: ChildProcess | undefined
  /** Whether it should be running: an end that nobody asked for is mended. */
  #wanted = false
  /** While it is being mended: aborted when somebody else decides what becomes of it. */
  #mending: AbortController | undefined
  #pause = FIRST_PAUSE

  constructor(program: Program, claim: Claim, log: (sentence: string) => void) {
    this.name = program.name
    this.#program = program
    this.#claim = claim
    this.#log = log
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Starts it and waits until it serves. */
  async start(): Promise<void> {
    this.#wanted = true
    const { attempts = 1 } = this.#program
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#startOnce()
      } catch (error) {
        if (attempt >= attempts || !this.#wanted) {
          await this.kill()
          throw error
        }
        await sleep(200)
      }
    }
  }

  /** Ends it at once, and leaves it ended until `start` or `restart`. Another signal may be given. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#wanted = false
    this.#mending?.abort()
    const child = this.#child
    if (!child) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** Asks it to end, and makes it when it takes too long. */
  async stop(): Promise<void> {
    const late = setTimeout(() => {
      this.#log(`${this.name} did not end within ${DRAIN / 1000} s of being asked; ending it`)
      this.#child?.kill('SIGKILL')
    }, DRAIN)
    await this.kill(this.#program.stopSignal)
    clearTimeout(late)
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  async #startOnce(): Promise<void> {
    const { command, args, env, user, tellsUs, name, stopSignal, output } = this.#program
    const file = openSync(output, 'a', 0o600)
    const child = spawn(command, args, {
      ...user,
      env: env ?? process.env,
      stdio: ['ignore', file, file, ...(tellsUs ? (['ipc'] as const) : [])],
      // A process group of its own: Ctrl-C at the terminal is for us, and we end things in their order.
      detached: true,
    })
    closeSync(file)
    const { pid } = child
    if (pid) this.#claim.add(name, pid, stopSignal)
    this.#child = child

    let ended: string | undefined
    const end = new Promise<never>((_, reject) => {
      const onEnd = (how: string) => {
        ended = how
        if (this.#child === child) this.#child = undefined
        if (pid) this.#claim.remove(pid)
        reject(new Fault(`${name} ${how} before it was ready. ${lastWords(output)}`))
      }
      child.once('error', (error) => onEnd(`could not be started (${error.message})`))
      child.once('exit', (code, signal) => onEnd(signal ? `was ended by ${signal}` : `ended with exit code ${code}`))
    })
    const waiting = new AbortController()
    const late = AbortSignal.timeout(PATIENCE)
    try {
      await Promise.race([
        this.#program.ready(child, AbortSignal.any([waiting.signal, late])),
        end,
        once(late, 'abort').then(() => {
          throw new Fault(`${name} was not ready within ${PATIENCE / 1000} s. ${lastWords(output)}`)
        }),
      ])
    } finally {
      waiting.abort()
    }
    const servedSince = Date.now()
    child.once('exit', () => {
      if (this.#wanted) void this.#mend(ended as string, Date.now() - servedSince)
    })
  }

  /** Starts it again; the pauses grow while it does not stay up. */
  async #mend(how: string, servedFor: number): Promise<void> {
    if (servedFor > LONGEST_PAUSE) this.#pause = FIRST_PAUSE
    this.#mending = new AbortController()
    const { signal } = this.#mending
    for (;;) {
      this.#log(`${this.name} ${how}; starting it again in ${this.#pause / 1000} s (what it printed: ${this.#program.output})`)
      await sleep(this.#pause, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
      try {
        await this.#startOnce()
        this.#log(`${this.name} runs again`)
        return
      } catch {
        if (signal.aborted) return
        this.#child?.kill('SIGKILL') // it hangs
        how = 'does not come up'
      }
    }
  }
}
