/** How a service runs: config → telemetry → Postgres → NATS → HTTP, and the way back on SIGTERM. */

import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import type { Static, TObject, TProperties } from 'typebox'
import { answerer } from './answer.ts'
import { type ChainHead, verifyAudit } from './audit.ts'
import type { Bus } from './bus.ts'
import { openBus } from './bus.ts'
import type { Caller } from './caller.ts'
import type { Clock } from './clock.ts'
import { sandboxClock, systemClock } from './clock.ts'
import { ConfigError, commonConfig, type DatabaseConfig, databaseConfig, readConfig } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { type HistoryQuestion, readHistory } from './history.ts'
import { openHttp } from './http.ts'
import { openInbox } from './inbox.ts'
import { type Logger, logger } from './log.ts'
import { migrate } from './migrate.ts'
import { operatingHandlers } from './operating.ts'
import { startRelay } from './relay.ts'
import type { Service } from './service.ts'
import { startTelemetry } from './telemetry.ts'
import { openTrust } from './trust.ts'
import { startWorker } from './work.ts'

/** What a service may need of its surroundings beyond its handlers: identity's OAuth endpoints, and what is done at start. */
export interface Surroundings<Config> {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Logger
  /** Wakes relay and worker after a unit of work of its own. */
  readonly committed: (what: { emitted: boolean; enqueued: boolean }) => void
}

/** A loop of a service's own, beside what it is asked. */
export interface Loop {
  /** As operators read it where it does not end. */
  readonly name: string
  /** Takes nothing new and resolves when what is under way is finished; the database is still there. */
  close(): Promise<void>
}

export interface RunOptions<Config> {
  /** Further routes on the service's own HTTP. */
  readonly http?: (app: FastifyInstance, surroundings: Surroundings<Config>) => Promise<void> | void
  /** Before anything is answered. */
  readonly beforeReady?: (surroundings: Surroundings<Config>) => Promise<void>
  /** What runs for as long as the service does: begun before it is ready, closed while it drains. */
  readonly loops?: (surroundings: Surroundings<Config>) => readonly Loop[] | Promise<readonly Loop[]>
}

export interface Running {
  readonly httpPort: number
  readonly database: Database
  /** Drains: nothing new is taken, what is under way is finished. */
  stop(): Promise<void>
}

/** Starts it in this process. `run` is what a `main.ts` calls; tests call this. */
export async function start<Config extends DatabaseConfig>(
  service: Service,
  config: Config,
  options: RunOptions<Config> = {},
): Promise<Running> {
  const { contract } = service
  const log = logger(contract.name, config)
  const clock = config.CLOCK_FILE ? sandboxClock(config.CLOCK_FILE) : systemClock
  const database = await openDatabase(config.POSTGRES_URL, service.entities, config.POSTGRES_POOL)
  const bus = await openBus(contract.name, config, log)
  const trust = await openTrust(bus, config, log)

  const relay = startRelay(contract.name, config.POSTGRES_URL, bus, log)
  const committed = ({ emitted, enqueued }: { emitted: boolean; enqueued: boolean }) => {
    if (emitted) relay.nudge()
    if (enqueued) worker.nudge()
  }
  const worker = startWorker({ service: contract.name, works: service.works, database, clock, log, committed })
  const inbox = openInbox({ service: contract.name, reactions: service.reactions, database, clock, bus, log, committed })
  const surroundings: Surroundings<Config> = { config, database, clock, bus, log, committed }

  const handlers = [...service.handlers, ...operatingHandlers(contract.name, inbox)]
  const answering = answerer({ handlers, database, clock, trust, log, maxInFlight: config.MAX_IN_FLIGHT, committed })
  let ready = false
  const app = await openHttp({
    operations: contract.operations,
    sql: database.sql,
    trust,
    log,
    ready: () => ready && bus.connected,
    answerStream: (query, input, caller: Caller) => answering.stream(query, input, caller),
  })
  await options.http?.(app, surroundings)
  await app.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT })
  const httpPort = (app.server.address() as AddressInfo).port
  await options.beforeReady?.(surroundings)

  const address = config.HTTP_ADVERTISE ?? `http://${config.HTTP_HOST}:${httpPort}`
  bus.answer(contract.name, async (operation, question) => {
    // Two questions that services ask, guarded by who may publish them: the NATS credentials.
    if (operation === `${contract.name}.address`) return answerJson({ address, ready: true })
    if (operation === `${contract.name}.events`)
      return answerJson(await readHistory(database.sql, JSON.parse(new TextDecoder().decode(question.body)) as HistoryQuestion))
    return answering.answer(operation, question)
  })
  await bus.connection.flush()
  const loops = (await options.loops?.(surroundings)) ?? []
  ready = true
  log.info({ httpPort }, 'ready')

  /** A part that does not end must not keep the others from it, and is to be found by its name. */
  const ends = async (part: string, closing: Promise<unknown>): Promise<void> => {
    const patience = setTimeout(() => log.error(`${part} did not end in ${patienceMs / 1000} s; going on without`), patienceMs)
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())])
    clearTimeout(patience)
  }

  return {
    httpPort,
    database,
    async stop() {
      ready = false
      log.info('draining')
      answering.end()
      await ends('HTTP', app.close())
      await ends('what is asked', bus.stopAnswering())
      await ends('what is under way', answering.idle())
      await Promise.all(loops.map((loop) => ends(loop.name, loop.close())))
      await Promise.all([ends('work', worker.close()), ends('the inbox', inbox.close()), ends('the relay', relay.close())])
      trust.close()
      await ends('the bus', bus.close())
      await ends('the database', database.close())
      clock.close()
      log.info('stopped')
    },
  }
}

const answerJson = (value: unknown) => ({ status: 200, version: undefined, body: new TextEncoder().encode(JSON.stringify(value)) })

/**
 * The whole of a service's `main.ts`. Commands: none (run), `migrate`, `verify-audit [head]`. Ends the process with 1 and
 * a sentence where it cannot run.
 */
export async function run<Schema extends TProperties>(
  service: Service,
  config: Schema,
  options: RunOptions<Static<TObject<Schema & typeof databaseConfig & typeof commonConfig>>> = {},
): Promise<void> {
  const [command = 'run', ...parameters] = process.argv.slice(2)
  try {
    switch (command) {
      case 'migrate': {
        const { POSTGRES_URL } = readConfig({ POSTGRES_URL: databaseConfig.POSTGRES_URL }, process.env)
        const applied = await migrate(POSTGRES_URL, service.migrations)
        console.log(
          applied.length > 0 ? `${service.contract.name}: applied ${applied.join(', ')}` : `${service.contract.name}: nothing to migrate`,
        )
        return
      }
      case 'verify-audit': {
        const { POSTGRES_URL } = readConfig({ POSTGRES_URL: databaseConfig.POSTGRES_URL }, process.env)
        const client = new pg.Client({ connectionString: POSTGRES_URL })
        await client.connect()
        const verdict = await verifyAudit(client, parameters[0] as ChainHead | undefined).finally(() => client.end())
        console.log(
          verdict.ok
            ? `${service.contract.name}: the audit chain is whole: ${verdict.rows} entries, head ${verdict.head}`
            : `${service.contract.name}: the audit chain is broken: ${verdict.fault}`,
        )
        if (!verdict.ok) process.exitCode = 1
        return
      }
      case 'run': {
        const read = readConfig({ ...commonConfig, ...databaseConfig, ...config }, process.env)
        const telemetry = await startTelemetry(service.contract.name, (read as unknown as DatabaseConfig).OTEL_EXPORTER_OTLP_ENDPOINT)
        const running = await start(service, read as unknown as DatabaseConfig, options as RunOptions<DatabaseConfig>)
        drainOnSignal(async () => {
          await running.stop()
          await telemetry.shutdown()
        })
        process.send?.({ ready: true, httpPort: running.httpPort })
        return
      }
      default:
        throw new ConfigError(`There is no command ${command}. Commands: migrate, verify-audit [head], or none to run.`)
    }
  } catch (cause) {
    console.error(cause instanceof ConfigError ? cause.message : cause)
    process.exit(1)
  }
}

const drainMs = 15_000
const patienceMs = 5_000

/** Ends the process once drained, or after 15 s at the latest; the parent's end ends us, too. */
export function drainOnSignal(drain: () => Promise<void>): void {
  let draining = false
  const end = () => {
    if (draining) return
    draining = true
    setTimeout(() => process.exit(1), drainMs).unref()
    void drain().then(
      () => process.exit(0),
      (cause) => {
        console.error(cause)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
}
