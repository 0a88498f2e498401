/** The NATS server, with JetStream, in operator mode, reachable on loopback alone. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  credentialsOf,
  keeperIdentity,
  newSigningKeys,
  type SigningKeys,
  trustIn,
  type VendorSigning,
  vendorSigning,
} from '../nats/credentials.ts'
import { type Keeper, type KeeperIdentity, keepBroker } from '../nats/keeper.ts'
import { KEEPER, OPERATIONS } from '../nats/permissions.ts'
import { serverConfiguration } from '../nats/server-configuration.ts'
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
  readonly vendorSigning: VendorSigning
  /** Makes the streams, once the server runs, and keeps them. */
  keep(): Promise<Keeper>
}

/** The NATS server as a program to supervise, and each service's credentials for it. */
export async function nats({ folder, port, output, services, log }: NatsOptions): Promise<Nats> {
  const server = await findNatsServer(log)
  const version = (await promisify(execFile)(server, ['--version'])).stdout.trim().replace('nats-server: v', '')
  const identities = await issueIdentities(folder, services)
  const url = `nats://127.0.0.1:${port}`
  return {
    version,
    url,
    credentialsOf: identities.credentialsOf,
    vendorSigning: identities.vendorSigning,
    keep: () => keepBroker({ url, identity: identities.keeper, services, log }),
    program: await natsServer({ server, folder, port, output, trust: identities.trust }),
  }
}

/** A NATS server that trusts whom it is told to, as a program to supervise. */
export async function natsServer({
  server,
  folder,
  port,
  output,
  trust,
}: {
  server: string
  folder: string
  port: number
  output: string
  trust: string
}): Promise<Program> {
  const config = join(folder, 'server.conf')
  await writeFile(
    config,
    serverConfiguration({ host: '127.0.0.1', port, store: join(folder, 'jetstream'), accounts: join(folder, 'accounts'), trust }),
    { mode: 0o600 },
  )
  return {
    name: 'nats',
    command: server,
    args: ['--config', config],
    output,
    stopSignal: 'SIGTERM',
    attempts: 3,
    async ready(_child, signal) {
      while (!(await greets(port))) await sleep(15, undefined, { signal })
    },
  }
}

export interface Identities {
  /** The lines of the server's configuration that say whom it trusts. */
  readonly trust: string
  credentialsOf(service: string): string
  readonly keeper: KeeperIdentity
  readonly vendorSigning: VendorSigning
}

/** Whom the server trusts, and a credentials file for each service; signed by keys that are kept in the folder. */
export async function issueIdentities(folder: string, services: readonly string[]): Promise<Identities> {
  await mkdir(folder, { recursive: true })
  const keys = await keptKeys(join(folder, 'signing-keys.json'))
  const fileOf = (service: string) => join(folder, `${service}.creds`)
  // Made at each start, so that changed permissions take effect.
  for (const service of [...services, OPERATIONS, KEEPER]) {
    await writeFile(fileOf(service), await credentialsOf(service, keys.account, services), { mode: 0o600 })
  }
  return {
    trust: await trustIn(keys),
    credentialsOf: fileOf,
    keeper: await keeperIdentity(keys, services),
    vendorSigning: vendorSigning(keys),
  }
}

/** A key that is new to this folder is made now. */
async function keptKeys(file: string): Promise<SigningKeys> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return '{}'
  })
  const keys: SigningKeys = { ...newSigningKeys(), ...(JSON.parse(kept) as Partial<SigningKeys>) }
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
  return keys
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
