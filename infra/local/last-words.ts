import { readFileSync } from 'node:fs'

/** The end of what a program printed, for a fault to quote. */
export function lastWords(output: string): string {
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n').slice(-12)
  return `The last that it printed (all of it: ${output}):\n${lines.map((line) => `    ${line}`).join('\n')}`
}
