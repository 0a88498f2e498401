/** The whole system on one machine, each part a process of its own: for `npm start`, for journeys and for kill tests. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { migrate } from '@nlc/runtime/migrate'
import { keepClock } from './clock-file.ts'
import { ensureDatabases } from './databases.ts'
import { Fault, faultOfFolder } from './fault.ts'
import { emptyLogs } from './logs.ts'
import { nats } from './nats.ts'
import { freePort, isFree } from './ports.ts'
import { POSTGRES_VERSION, postgres } from './postgres.ts'
import { postgresUrl } from './postgres-address.ts'
import { Processes } from './processes.ts'
import { claim } from './running.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { bootstrapClients, keptSecrets } from './secrets.ts'
import { type ServiceEnvironment, serviceProgram } from './service.ts'
import { services as allServices, type ServiceEntry, serviceNames } from './services.ts'

export interface SystemOptions {
  /** Where everything is kept; made when there is none. */
  readonly dataDir: string
  /** The gateway's; 0 is any free one. */
  readonly port?: number
  /** Whether a new data folder gets data to look around in. */
  readonly demo?: boolean
  /** Takes a sentence for each thing that happens. */
  readonly log?: (sentence: string) => void
  /** Which services to start; all unless said. */
  readonly services?: readonly ServiceEntry[]
  /** More environment for every service. */
  readonly env?: NodeJS.ProcessEnv
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal
}

export interface System {
  readonly dataDir: string
  readonly sandbox: Sandbox
  /** The superuser's, or that of a service's own role and database. */
  postgresUrl(service?: string): string
  readonly natsUrl: string
  /** The credentials file of a service. */
  natsCredentials(service: string): string
  /** What subscriptions is told, so that it offers vendors the NATS door. */
  readonly natsDoor: { readonly NATS_DOOR_URL: string; readonly NATS_DOOR_ACCOUNT: string; readonly NATS_DOOR_SIGNING_KEY: string }
  /** Where a service's own HTTP server listens, as it said when it was last ready. */
  httpPort(service: string): number | undefined
  pid(name: string): number | undefined
  /** Ends a process at once (`kill -9`), and leaves it down. Names: `postgres`, `nats`, the services'. */
  kill(name: string): Promise<void>
  /** Starts a process again, on the same port as before; when it runs, it is asked to end first. */
  restart(name: string): Promise<void>
  /** Ends everything in its order. */
  stop(): Promise<void>
}

export async function startSystem(options: SystemOptions): Promise<System> {
  const { log = () => undefined, signal } = options
  const dataDir = resolve(options.dataDir)
  const port = options.port || (await freePort())
  const gateway = `http://127.0.0.1:${port}`
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o711 }) // 1: as root, Postgres runs as another user
    const processes = new Processes(await claim(dataDir, gateway, log), log)
    const stop = () => void processes.stop()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      signal?.throwIfAborted()
      if (!(await isFree(port))) {
        throw new Fault(`Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`)
      }
      return await startParts(processes, dataDir, gateway, options)
    } catch (error) {
      await processes.stop()
      throw signal?.aborted ? signal.reason : error
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  } catch (error) {
    throw faultOfFolder(error, dataDir) ?? error
  }
}

async function startParts(
  processes: Processes,
  dataDir: string,
  gateway: string,
  { log = () => undefined, services = allServices, demo = false, env = {} }: SystemOptions,
): Promise<System> {
  const logs = await emptyLogs(dataDir)
  const secrets = await keptSecrets(dataDir, services)
  const clock = await keepClock(dataDir)
  const server = { port: await freePort(), password: secrets.postgres }
  const httpPorts = new Map<string, number>()

  const [, bus] = await Promise.all([
    timed(
      'postgres',
      async () => {
        const output = join(logs, 'postgres.log')
        await processes.start(await postgres({ ...server, folder: join(dataDir, 'postgres'), output }))
        await ensureDatabases(postgresUrl(server), secrets.databases)
      },
      () => `PostgreSQL ${POSTGRES_VERSION} on 127.0.0.1:${server.port}`,
    ),
    timed(
      'nats',
      async () => {
        const output = join(logs, 'nats.log')
        const found = await nats({ folder: join(dataDir, 'nats'), port: await freePort(), output, services: serviceNames, log })
        await processes.start(found.program)
        const keeper = await found.keep()
        if (processes.ending.aborted) await keeper.close()
        else processes.ending.addEventListener('abort', () => void keeper.close(), { once: true })
        return found
      },
      ({ version, url }) => `NATS ${version} on ${url.slice('nats://'.length)}`,
    ),
  ])

  const { account, signingKey } = bus.vendorSigning
  const natsDoor = { NATS_DOOR_URL: bus.url, NATS_DOOR_ACCOUNT: account, NATS_DOOR_SIGNING_KEY: signingKey }
  const environmentOf = ({ name, database }: ServiceEntry): ServiceEnvironment & NodeJS.ProcessEnv => ({
    ...env,
    ...(database && { POSTGRES_URL: postgresUrl({ ...server, password: secrets.databases[name] as string }, name) }),
    ...(name === 'identity' && { BOOTSTRAP_CLIENTS: bootstrapClients(secrets), KEY_ENCRYPTION_KEY: secrets.keyEncryption }),
    ...(name === 'recognition' && { KEY_ENCRYPTION_KEY: secrets.issuerKeyEncryption }),
    // Receivers of webhooks run on this machine, too, where one tries things out.
    ...(name === 'subscriptions' && {
      KEY_ENCRYPTION_KEY: secrets.webhookKeyEncryption,
      WEBHOOK_ALLOW: '127.0.0.1/32',
      ...natsDoor,
    }),
    NATS_URL: bus.url,
    NATS_CREDS: bus.credentialsOf(name),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: name === 'gateway' ? new URL(gateway).port : '0',
    LOG_FILE: join(logs, `${name}.jsonl`),
    CLOCK_FILE: clock,
    ISSUER: gateway,
  })
  // All at once: no service waits for another, that is how they are made.
  await Promise.all(
    services.map((entry) =>
      timed(
        entry.name,
        async () => {
          const environment = environmentOf(entry)
          if (environment.POSTGRES_URL) await migrated(entry, environment.POSTGRES_URL)
          await processes.start(serviceProgram(entry, environment, logs, (httpPort) => httpPorts.set(entry.name, httpPort)))
        },
        () => (entry.name === 'gateway' ? gateway : `HTTP on 127.0.0.1:${httpPorts.get(entry.name)}`),
      ),
    ),
  )
  if (services.some(({ name }) => name === 'gateway')) await answersAll(gateway, processes.ending)
  const sandbox = await openSandbox(dataDir, { gateway, clients: secrets.clients }, { demo, log })

  return {
    dataDir,
    sandbox,
    postgresUrl: (name) => (name ? postgresUrl({ ...server, password: secrets.databases[name] as string }, name) : postgresUrl(server)),
    natsUrl: bus.url,
    natsCredentials: bus.credentialsOf,
    natsDoor,
    httpPort: (name) => httpPorts.get(name),
    pid: (name) => processes.get(name).pid,
    kill: (name) => processes.get(name).kill(),
    restart: (name) => processes.get(name).restart(),
    stop: () => processes.stop(),
  }

  async function timed<T>(name: string, work: () => Promise<T>, detail: (result: T) => string): Promise<T> {
    const began = performance.now()
    const result = await work()
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    log(`${name.padEnd(14)}${seconds.padStart(5)} s   ${detail(result)}`)
    return result
  }
}

/** Brings a service's database up to date. Here, and not in its process: that would load twice what takes long to load. */
async function migrated({ name, migrations }: ServiceEntry, url: string): Promise<void> {
  await migrate(
    url,
    migrations.map((folder) => pathToFileURL(folder)),
  ).catch((cause) => {
    throw new Fault(`The migrations of ${name} failed, so it was not started: ${(cause as Error).message}`)
  })
}

/** Until the gateway says that it and all that it needs are there. */
async function answersAll(gateway: string, ending: AbortSignal): Promise<void> {
  let last = 'no answer'
  for (const began = Date.now(); Date.now() - began < 30_000; await sleep(50, undefined, { signal: ending })) {
    try {
      const response = await fetch(`${gateway}/health/ready`, { signal: AbortSignal.timeout(5000) })
      if (response.ok) return
      last = `${response.status} ${await response.text()}`
    } catch (error) {
      last = String((error as Error).cause ?? error)
    }
  }
  throw new Fault(`The gateway runs but is not ready after 30 s: ${last}`)
}
