import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { findNatsServer } from '@nlc/infra/local/find-nats-server'
import { freePort } from '@nlc/infra/local/ports'
import { postgres } from '@nlc/infra/local/postgres'
import { postgresUrl } from '@nlc/infra/local/postgres-address'
import { Processes } from '@nlc/infra/local/processes'
import { claim } from '@nlc/infra/local/running'
import type { Infrastructure } from './infrastructure.ts'

/** Servers for one run, and how they end. */
export interface TestServers {
  readonly postgresUrl: string
  readonly nats: Infrastructure['nats']['server']
  stop(): Promise<void>
}

/** A Postgres for this run; of NATS each test file starts its own, which takes a twentieth of a second. */
export async function startEmbedded(folder: string, log: (sentence: string) => void): Promise<TestServers> {
  const processes = new Processes(await claim(folder, '', log), log)
  const server = { port: await freePort(), password: randomBytes(16).toString('hex') }
  const output = join(folder, 'postgres.log')
  const [nats] = await Promise.all([
    findNatsServer(log),
    postgres({ ...server, folder: join(folder, 'postgres'), output, durable: false }).then((program) => processes.start(program)),
  ])
  return { postgresUrl: postgresUrl(server), nats: { kind: 'program', path: nats }, stop: () => processes.stop() }
}
