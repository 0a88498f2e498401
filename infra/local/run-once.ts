import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { Fault } from './fault.ts'
import type { Claim } from './running.ts'

export interface Errand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** The file that what it prints is added to. */
  readonly output: string
}

/** Runs a program that does one thing and ends. A fault when it fails. */
export async function runOnce({ name, command, args, env, output }: Errand, claim: Claim, signal?: AbortSignal): Promise<void> {
  const file = openSync(output, 'a', 0o600)
  const child = spawn(command, args, { env, stdio: ['ignore', file, file], detached: true, signal })
  closeSync(file)
  if (child.pid) claim.add(name, child.pid, 'SIGTERM')
  try {
    const [code, endedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    if (code !== 0) throw new Fault(`${name} failed (${endedBy ?? `exit code ${code}`}). ${lastWords(output)}`)
  } finally {
    if (child.pid) claim.remove(child.pid)
  }
}

/** The end of what a program printed, for a fault to quote. */
export function lastWords(output: string): string {
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n').slice(-12)
  return `The last that it printed (all of it: ${output}):\n${lines.map((line) => `    ${line}`).join('\n')}`
}
