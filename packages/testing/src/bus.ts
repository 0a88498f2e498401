import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { natsServer } from '@nlc/infra/local/nats'
import { freePort } from '@nlc/infra/local/ports'
import { Processes } from '@nlc/infra/local/processes'
import { claim } from '@nlc/infra/local/running'
import { serviceNames } from '@nlc/infra/local/services'
import { keepBroker } from '@nlc/infra/nats/keeper'
import { infrastructure } from './infrastructure.ts'

export interface TestBus {
  readonly url: string
  /** The credentials file of a service. */
  credentialsOf(service: string): string
  stop(): Promise<void>
}

/** A NATS server of its own for a test file, with every stream: no consumer and no message of another. A stream that is deleted is made again. */
export async function testBus(): Promise<TestBus> {
  const server = await testServer()
  const keeper = await keepBroker({ url: server.url, identity: infrastructure().nats.keeper, services: serviceNames, log: () => {} })
  return {
    ...server,
    async stop() {
      await keeper.close()
      await server.stop()
    },
  }
}

async function testServer(): Promise<TestBus> {
  const { server, trust, credentials } = infrastructure().nats
  const credentialsOf = (service: string) => join(credentials, `${service}.creds`)
  if (server.kind === 'container') {
    const { startNatsContainer } = await import('./containers.ts')
    const container = await startNatsContainer(server.image, trust)
    const url = `nats://${container.getHost()}:${container.getMappedPort(4222)}`
    return { url, credentialsOf, stop: async () => void (await container.stop()) }
  }
  const folder = await freshFolder()
  const log = (sentence: string) => console.error(sentence)
  const processes = new Processes(await claim(folder, '', log), log)
  const port = await freePort()
  await processes.start(await natsServer({ server: server.path, folder, port, output: join(folder, 'nats.log'), trust }))
  return {
    url: `nats://127.0.0.1:${port}`,
    credentialsOf,
    async stop() {
      await processes.stop()
      await removeFolder(folder)
    },
  }
}
