/**
 * `running.json` in a data folder: who runs there, at which address, and every process that it started. It keeps a second
 * start out, and lets the next one end what a killed one (`kill -9`) left behind.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.ts'
import { beganAt } from './process-identity.ts'

export interface RecordedProcess {
  readonly name: string
  readonly pid: number
  readonly began: string
  readonly stopSignal: NodeJS.Signals
}

export interface Running {
  readonly pid: number
  readonly began: string
  readonly gateway: string
  readonly processes: readonly RecordedProcess[]
}

/** Who runs in this data folder now, or undefined. */
export function whoRuns(dataDir: string): Running | undefined {
  const record = readRecord(dataDir)
  return record && isAlive(record) ? record : undefined
}

/** Whether a start that used this data folder was killed, and nobody has cleared up after it. */
export function wasKilled(dataDir: string): boolean {
  const record = readRecord(dataDir)
  return record !== undefined && !isAlive(record)
}

/** Claims a data folder for this process. Throws a fault when a start runs there already. */
export async function claim(dataDir: string, gateway: string, log: (sentence: string) => void): Promise<Claim> {
  const claimed = new Claim(dataDir, gateway)
  if (claimed.tryFirst()) return claimed
  const found = readRecord(dataDir)
  if (found && isAlive(found)) {
    throw new Fault(
      `Already running at ${found.gateway} (process ${found.pid}, data in ${dataDir}). Use that one, stop it with Ctrl-C where it runs, or name another folder and port: NLC_DATA=.nlc-2 PORT=8081 npm start`,
    )
  }
  const leftBehind = (found?.processes ?? []).filter(isAlive)
  if (leftBehind.length > 0) log(`Ending what a killed start left behind: ${leftBehind.map(({ name }) => name).join(', ')}`)
  await end(leftBehind)
  claimed.takeOver()
  return claimed
}

export class Claim {
  readonly #file: string
  readonly #gateway: string
  #processes: RecordedProcess[] = []

  constructor(dataDir: string, gateway: string) {
    this.#file = fileIn(dataDir)
    this.#gateway = gateway
  }

  /** Of several that start at the same moment, one succeeds: a link is made only where there is none. */
  tryFirst(): boolean {
    const draft = this.#draft()
    try {
      linkSync(draft, this.#file)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }

  takeOver(): void {
    renameSync(this.#draft(), this.#file)
  }

  /** Written at once and synchronously: between a start and its record there must be no gap to be killed in. */
  add(name: string, pid: number, stopSignal: NodeJS.Signals): void {
    const began = beganAt(pid)
    if (!began) return // gone already
    this.#processes.push({ name, pid, began, stopSignal })
    this.takeOver()
  }

  remove(pid: number): void {
    this.#processes = this.#processes.filter((process) => process.pid !== pid)
    this.takeOver()
  }

  release(): void {
    rmSync(this.#file, { force: true })
  }

  #draft(): string {
    const draft = `${this.#file}.${process.pid}`
    const { pid } = process
    const content: Running = { pid, began: beganAt(pid) ?? '', gateway: this.#gateway, processes: this.#processes }
    writeFileSync(draft, JSON.stringify(content, null, 2))
    return draft
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'running.json')
}

function readRecord(dataDir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Running
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive({ pid, began }: { pid: number; began: string }): boolean {
  return beganAt(pid) === began
}

/** Asks them to end, and makes them after five seconds. */
async function end(processes: readonly RecordedProcess[]): Promise<void> {
  const signalAll = (signal?: NodeJS.Signals) => {
    for (const found of processes.filter(isAlive)) process.kill(found.pid, signal ?? found.stopSignal)
  }
  signalAll()
  for (let waited = 0; waited < 5000 && processes.some(isAlive); waited += 50) await sleep(50)
  signalAll('SIGKILL')
  while (processes.some(isAlive)) await sleep(20)
}
