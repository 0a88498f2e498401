/** A running sandbox as its user sees it: `sandbox.json`, with what a client needs, and data to look around in. */
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadDemonstration } from './demonstration.ts'
import type { Secrets } from './secrets.ts'

export interface Sandbox {
  readonly gateway: string
  readonly clients: Secrets['clients']
}

export async function openSandbox(
  dataDir: string,
  sandbox: Sandbox,
  { demo, log }: { demo: boolean; log: (sentence: string) => void },
): Promise<Sandbox> {
  await writeFile(join(dataDir, 'sandbox.json'), `${JSON.stringify(sandbox, null, 2)}\n`, { mode: 0o600 })
  // Whether the demonstration was settled, not whether it was wanted: a folder once begun without it stays without it.
  const settled = join(dataDir, 'demonstration.json')
  const isNew = await access(settled).then(
    () => false,
    () => true,
  )
  if (isNew && demo) {
    const loaded = await loadDemonstration(sandbox)
    if (loaded) log(loaded)
  }
  if (isNew) await writeFile(settled, JSON.stringify({ loaded: demo, at: new Date().toISOString() }))
  return sandbox
}
