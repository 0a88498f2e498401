/** The sandbox's clock: a file that says how far it is ahead of the machine's, and that every service follows. */
import { access, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The clock of a data folder; a new one shows the machine's time. */
export async function keepClock(dataDir: string): Promise<string> {
  const file = clockFile(dataDir)
  await access(file).catch(() => setOffset(dataDir, 0))
  return file
}

export async function offsetOf(dataDir: string): Promise<number> {
  return (JSON.parse(await readFile(clockFile(dataDir), 'utf8')) as { offsetMs: number }).offsetMs
}

/** Replaced whole: nobody who reads it sees half of it. */
export async function setOffset(dataDir: string, offsetMs: number): Promise<void> {
  const file = clockFile(dataDir)
  await writeFile(`${file}.new`, JSON.stringify({ offsetMs }))
  await rename(`${file}.new`, file)
}

function clockFile(dataDir: string): string {
  return join(dataDir, 'clock.json')
}
