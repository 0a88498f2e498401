/** Throw-away data folders: each removed by the start that made it, or by a later one if that was killed. */
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claim, wasKilled } from './running.ts'

const PREFIX = 'nlc-fresh-'

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  await chmod(folder, 0o711) // as root, Postgres runs as another user
  return folder
}

export async function removeFolder(folder: string): Promise<void> {
  // A process may take a moment to close its last file.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Ends and removes what killed starts left. Touches only what this user made and whose owner is certainly gone. */
export async function sweepFreshFolders(log: (sentence: string) => void): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const folder = join(tmpdir(), name)
    const entry = await lstat(folder).catch(() => undefined)
    if (!entry?.isDirectory() || entry.uid !== process.getuid?.()) continue
    if (!wasKilled(folder)) continue
    await claim(folder, '', log)
    await removeFolder(folder)
  }
}
