/** The most memory that a process has taken, in megabytes (Linux). */
import { readFileSync, writeFileSync } from 'node:fs'

const megabytes = (pid: number, what: 'VmRSS' | 'VmHWM'): number => {
  const [, kilobytes] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** Counts anew from now on. @returns what it takes now. */
export function startOver(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return megabytes(pid, 'VmRSS')
}

export const peakOf = (pid: number): number => megabytes(pid, 'VmHWM')
