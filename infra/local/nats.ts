/** The NATS server, with JetStream, in operator mode, reachable on loopback alone. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { credentialsOf, newSigningKeys, type SigningKeys, trustIn } from '../nats/credentials.ts'
import { findNatsServer } from './find-nats-server.ts'
import type { Program } from './supervised.ts'

export interface NatsOptions {
  readonly folder: string
  readonly port: number
  readonly output: string
  readonly services: readonly string[]
  readonly log: (sentence: string) => void
}

export interface Nats {
  readonly program: Program
  readonly url: string
  readonly version: string
  /** The credentials file of a service. */
  credentialsOf(service: string): string
}

/** The NATS server as a program to supervise, and each service's credentials for it. */
export async function nats({ folder, port, output, services, log }: NatsOptions): Promise<Nats> {
  const server = await findNatsServer(log)
  const version = (await promisify(execFile)(server, ['--version'])).stdout.trim().replace('nats-server: v', '')
  await mkdir(folder, { recursive: true })
  const keys = await keptKeys(join(folder, 'signing-keys.json'))
  const config = join(folder, 'server.conf')
  await writeFile(config, configuration(folder, port, await trustIn(keys)), { mode: 0o600 })
  const fileOf = (service: string) => join(folder, `${service}.creds`)
  // Made at each start, so that changed permissions take effect.
  for (const service of services) {
    await writeFile(fileOf(service), await credentialsOf(service, keys.account, services), { mode: 0o600 })
  }
  return {
    version,
    url: `nats://127.0.0.1:${port}`,
    credentialsOf: fileOf,
    program: {
      name: 'nats',
      command: server,
      args: ['--config', config],
      output,
      stopSignal: 'SIGTERM',
      attempts: 3,
      async ready(_child, signal) {
        while (!(await greets(port))) await sleep(15, undefined, { signal })
      },
    },
  }
}

async function keptKeys(file: string): Promise<SigningKeys> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SigningKeys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const keys = newSigningKeys()
    await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
    return keys
  }
}

function configuration(folder: string, port: number, trust: string): string {
  return `host: 127.0.0.1
port: ${port}
server_name: nlc
# A user's signed permissions travel in the line that connects; the default of 4 KiB does not hold them.
max_control_line: 65536
jetstream: {
  store_dir: ${JSON.stringify(join(folder, 'jetstream'))}
  max_memory_store: 256MB
  max_file_store: 10GB
}
${trust}`
}

/** A server that is ready greets whoever connects; before, it does not listen. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setTimeout(1000)
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', (greeting) => settle(greeting.toString().startsWith('INFO ')))
    for (const event of ['error', 'close', 'timeout']) socket.once(event, () => settle(false))
  })
}
