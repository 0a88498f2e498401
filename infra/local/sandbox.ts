/** A running sandbox as its user sees it: `sandbox.json`, with what a client needs, and data to look around in. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Access } from './access-token.ts'
import { type Examples, loadDemonstration } from './demonstration.ts'

export interface Sandbox extends Access {
  /** Of the demonstration. */
  readonly examples?: Examples
}

/** `demonstration.json`: what became of the demonstration in this folder. Until `settledAt` it is to be loaded, or to be gone on with. */
interface Progress {
  readonly began: string
  readonly settledAt?: string
  /** Absent where the folder was begun without it: it stays without. */
  readonly examples?: Examples
}

export async function openSandbox(
  dataDir: string,
  { gateway, clients }: Access,
  { demo, log }: { demo: boolean; log: (sentence: string) => void },
): Promise<Sandbox> {
  const file = join(dataDir, 'demonstration.json')
  const now = () => new Date().toISOString()
  let progress = await readProgress(file)
  const write = async (next: Progress) => {
    progress = next
    await writeFile(`${file}.new`, JSON.stringify(next))
    await rename(`${file}.new`, file)
  }
  if (!progress?.settledAt) {
    if (demo) {
      const { began } = progress ?? { began: now() }
      await write({ began })
      const examples = await loadDemonstration({ gateway, clients }, began, log)
      await write({ began, settledAt: now(), examples })
    } else await write({ began: now(), settledAt: now() })
  }
  const sandbox: Sandbox = { gateway, clients, ...(progress?.examples && { examples: progress.examples }) }
  const toCopy = join(dataDir, 'sandbox.json')
  await writeFile(toCopy, `${JSON.stringify(sandbox, null, 2)}\n`, { mode: 0o600 })
  const fromHere = relative('', toCopy)
  log(`${'sandbox.json'.padEnd(24)}${fromHere.startsWith('..') ? toCopy : fromHere}: clients and their secrets, ids to try it with`)
  return sandbox
}

async function readProgress(file: string): Promise<Progress | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Progress
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
