import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** An empty folder for this run's logs; those of the run before are kept beside it, those of earlier ones are not. */
export async function emptyLogs(dataDir: string): Promise<string> {
  const logs = join(dataDir, 'logs')
  const previous = join(dataDir, 'logs.previous')
  await rm(previous, { recursive: true, force: true })
  await rename(logs, previous).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await mkdir(logs)
  return logs
}
