import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { canConnect } from '@nlc/infra/local/postgres-address'
import { serverConfiguration } from '@nlc/infra/nats/server-configuration'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import type { TestServers } from './embedded.ts'

const POSTGRES = 'postgres:18'
const NATS = 'nats:2.9-alpine'

export async function startContainers(): Promise<TestServers> {
  const password = randomBytes(16).toString('hex')
  const container = await new GenericContainer(POSTGRES)
    .withEnvironment({
      POSTGRES_PASSWORD: password,
      // As everywhere: Postgres's own locale, the same order on every machine.
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8',
    })
    .withCommand([
      'postgres',
      ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'].flatMap((setting) => ['-c', setting]),
    ])
    .withExposedPorts(5432)
    .start()
  const postgresUrl = `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`
  // Its log cannot be relied on: it is ready once to be set up, and once for good. The second alone listens outside.
  for (let tries = 0; !(await canConnect(postgresUrl)); tries++) {
    if (tries > 600) throw new Error(`${POSTGRES} cannot be reached a minute after its start.`)
    await sleep(100)
  }
  return {
    postgresUrl,
    nats: { kind: 'container', image: NATS },
    stop: async () => void (await container.stop()),
  }
}

export async function startNatsContainer(image: string, trust: string): Promise<StartedTestContainer> {
  const content = serverConfiguration({ host: '0.0.0.0', port: 4222, store: '/tmp/jetstream', accounts: '/tmp/accounts', trust })
  return await new GenericContainer(image)
    .withCopyContentToContainer([{ content, target: '/etc/nats-test.conf' }])
    .withCommand(['--config', '/etc/nats-test.conf'])
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .start()
}
