/**
 * Where the NATS server comes from: npm has none. The first of: the path in NATS_SERVER, the PATH, what an earlier start
 * left in our cache, the official release, Debian's package. Neither of the last two needs root or changes the system.
 * Tried with 2.9.10, Debian's; nothing here may need a newer one.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from './fault.ts'

const run = promisify(execFile)
const RELEASE = 'v2.11.4'
const DOWNLOADS = `https://github.com/nats-io/nats-server/releases/download/${RELEASE}`

export async function findNatsServer(log: (sentence: string) => void): Promise<string> {
  const named = process.env.NATS_SERVER
  if (named) {
    if (await isProgram(named)) return named
    throw new Fault(`NATS_SERVER is ${named}, which is not a program. Set it to the path of a nats-server, or leave it out.`)
  }
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    const program = join(folder, 'nats-server')
    if (folder && (await isProgram(program))) return program
  }
  const cached = join(cacheFolder(), 'nats-server')
  if (await isProgram(cached)) return cached

  log('Fetching the NATS server (only the first time) …')
  await mkdir(cacheFolder(), { recursive: true })
  const reasons: string[] = []
  for (const [source, fetchInto] of Object.entries({ 'the official release': release, "Debian's package": debianPackage })) {
    // Unpacked beside its place and moved there whole: a cache holds no half of anything.
    const folder = await mkdtemp(join(cacheFolder(), 'fetching-'))
    try {
      await rename(await fetchInto(folder), cached)
      return cached
    } catch (error) {
      reasons.push(`${source}: ${reasonOf(error)}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  throw new Fault(
    `There is no NATS server to be had (${reasons.join('; ')}). Install nats-server 2.9 or later and put it on the PATH, or set NATS_SERVER to its path.`,
  )
}

async function release(folder: string): Promise<string> {
  const { arch } = process
  const name = `nats-server-${RELEASE}-${platform()}-${arch === 'x64' ? 'amd64' : arch}`
  const [archive, sums] = await Promise.all([download(`${name}.tar.gz`), download('SHA256SUMS')])
  const expected = sums.toString().match(new RegExp(`^([0-9a-f]{64})\\s+\\*?${name}\\.tar\\.gz$`, 'm'))?.[1]
  if (expected !== createHash('sha256').update(archive).digest('hex')) throw new Error('its checksum is not the published one')
  await writeFile(join(folder, 'archive.tar.gz'), archive)
  await run('tar', ['-xzf', 'archive.tar.gz'], { cwd: folder })
  return join(folder, name, 'nats-server')
}

async function download(name: string): Promise<Buffer> {
  const response = await fetch(`${DOWNLOADS}/${name}`, { signal: AbortSignal.timeout(60_000) })
  if (!response.ok) throw new Error(`${response.status} for ${name}`)
  return Buffer.from(await response.arrayBuffer())
}

async function debianPackage(folder: string): Promise<string> {
  await run('apt-get', ['download', 'nats-server'], { cwd: folder }).catch(async () => {
    // The system has no package lists (a bare container, say): fetch them into a folder of our own.
    await mkdir(join(folder, 'lists', 'partial'), { recursive: true })
    await mkdir(join(folder, 'cache', 'archives', 'partial'), { recursive: true })
    const own = ['-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`]
    await run('apt-get', [...own, 'update'], { cwd: folder })
    await run('apt-get', [...own, 'download', 'nats-server'], { cwd: folder })
  })
  const file = (await readdir(folder)).find((name) => name.endsWith('.deb'))
  if (!file) throw new Error('nothing was downloaded')
  await run('dpkg', ['-x', file, 'unpacked'], { cwd: folder })
  return join(folder, 'unpacked', 'usr', 'sbin', 'nats-server')
}

/** Per user and per kind of machine, since a home folder may be shared between several. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nlc', `${platform()}-${process.arch}`)
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** The last thing that a program printed, or what an error says of itself. */
function reasonOf(error: unknown): string {
  const { message, cause, stderr } = error as Error & { stderr?: string }
  const text = stderr?.trim() || (cause instanceof Error ? `${message}, ${cause.message}` : message)
  return text.split('\n').at(-1) as string
}
