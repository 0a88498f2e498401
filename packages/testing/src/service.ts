/**
 * Given, when, then over one service, on a real Postgres and a real NATS, each the test file's own.
 *
 *     const roles = testService(rolesService)
 *     test('…', async () => {
 *       await roles.given(PersonEmployed, { … })                                  // another service said so
 *       const appointment = await roles.ask(Appoint, { … }, { as: await token({ scopes: ['roles:write'] }) })
 *       expect(await roles.emitted(AppointmentOffered, appointment.id)).toMatchObject([{ … }])
 *       expect(await roles.refusal(Appoint, { … }, { as })).toMatchObject({ status: 409, type: '/problems/…' })
 *     })
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyOperation, DataOf, Event, InputOf } from '@nlc/contracts/define'
import {
  type AskOptions,
  type Bus,
  type DatabaseConfig,
  logger,
  openBus,
  type ProblemDocument,
  type Running,
  type RunOptions,
  type Service,
  type Sql,
  start,
} from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static, TSchema } from 'typebox'
import { afterAll, beforeAll } from 'vitest'
import { type TestBus, testBus } from './bus.ts'
import { type TestClock, testClock } from './clock.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { audience, trustedIssuers } from './issuer.ts'
import { openSources, type Sources } from './sources.ts'

export interface Asking extends Pick<AskOptions, 'idempotencyKey' | 'expectedVersion'> {
  /** The caller's token; without one nobody in particular asks. */
  readonly as?: string
}

export interface SaidEvent<E extends Event = Event> {
  readonly id: string
  readonly name: E['name']
  readonly aggregateId: string
  readonly version: number
  readonly data: DataOf<E>
}

type Answered<O extends AnyOperation> = O['output'] extends TSchema ? Static<O['output']> : undefined

export interface ServiceUnderTest {
  /** Another service has said this, and the service under test has handled it. Throws where it was parked. */
  given<E extends Event>(event: E, data: DataOf<E>, options?: { version?: number }): Promise<void>
  /** What it answers. Throws where it refuses. */
  ask<O extends AnyOperation>(operation: O, input: InputOf<O>, asking?: Asking): Promise<Answered<O>>
  /** The problem document that it refuses with. Throws where it does not refuse. */
  refusal<O extends AnyOperation>(operation: O, input: unknown, asking?: Asking): Promise<ProblemDocument>
  /** What it said, in order; of one kind, about one thing. */
  emitted<E extends Event>(event: E, aggregateId?: string): Promise<SaidEvent<E>[]>
  /** Resolves when no work is left that is due by its clock. */
  idle(): Promise<void>
  /** Its database, to look into. */
  readonly sql: Sql
  readonly clock: TestClock
  /** Of its own HTTP server: uploads, streams, health. */
  readonly url: string
  /** The broker that it is on. */
  readonly bus: TestBus
  /** Stops it cleanly and starts it again. */
  restart(): Promise<void>
}

/** To be called at the top of a test file: it starts with the file's first test and ends with its last. */
export function testService<Config extends Record<string, unknown>>(
  service: Service,
  { config, ...options }: RunOptions<DatabaseConfig & Config> & { config?: Config } = {},
): ServiceUnderTest {
  const { name } = service.contract
  const folder = mkdtempSync(join(tmpdir(), 'nlc-test-'))
  let clock: TestClock
  let bus: TestBus
  let database: TestDatabase
  let sources: Sources
  let gateway: Bus
  let running: Running | undefined

  async function begin(): Promise<void> {
    running = await start(
      service,
      {
        POSTGRES_URL: database.url,
        POSTGRES_POOL: 8,
        MAX_IN_FLIGHT: 256,
        NATS_URL: bus.url,
        NATS_CREDS: bus.credentialsOf(name),
        HTTP_HOST: '127.0.0.1',
        HTTP_PORT: 0,
        LOG_FILE: join(folder, 'log.jsonl'),
        LOG_LEVEL: 'debug',
        CLOCK_FILE: join(folder, 'clock.json'),
        ISSUER: audience,
        TRUSTED_ISSUERS: trustedIssuers(),
        ...(config as Config),
      },
      options,
    )
  }

  beforeAll(async () => {
    clock = testClock(join(folder, 'clock.json'))
    ;[bus, database] = await Promise.all([testBus(), testDatabase(service)])
    const reactsTo = new Set(service.reactions.map(({ on }) => on.name.split('.')[0] as string))
    sources = await openSources(bus, reactsTo)
    const log = logger('gateway', { LOG_LEVEL: 'silent', LOG_FILE: undefined })
    gateway = await openBus('gateway', { NATS_URL: bus.url, NATS_CREDS: bus.credentialsOf('gateway') }, log)
    await begin()
  })

  afterAll(async () => {
    await running?.stop()
    await Promise.all([sources?.close(), gateway?.close()])
    await Promise.all([bus?.stop(), database?.drop()])
    clock?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const itself = (): Running => {
    if (!running) throw new Error(`${name} does not run yet: use it inside a test or a hook.`)
    return running
  }
  const db = () => itself().database.sql

  async function answer(operation: AnyOperation, input: unknown, { as, ...asking }: Asking): Promise<{ status: number; body: unknown }> {
    const { status, body } = await gateway.ask(operation.name, JSON.stringify(input), { token: as, ...asking })
    const text = new TextDecoder().decode(body)
    return { status, body: text === '' ? undefined : JSON.parse(text) }
  }

  return {
    async given(event, data, { version } = {}) {
      const said = await sources.say(event, data, version)
      await until(`${name} handles ${event.name}`, async () => {
        const { rows: parked } = await sql<{ cause: string }>`select cause from parked where event_id = ${said.id}`.execute(db())
        if (parked[0]) throw new Error(`${name} parked ${event.name}: ${parked[0].cause}`)
        const { rows } = await sql`
          select from inbox where source = ${event.name.split('.')[0]} and aggregate = ${said.aggregate}
          and aggregate_id = ${said.aggregateId} and version >= ${said.version}`.execute(db())
        return rows.length > 0
      })
    },
    async ask(operation, input, asking = {}) {
      const { status, body } = await answer(operation, input, asking)
      if (status >= 400) throw new Error(`${operation.name} was refused: ${JSON.stringify(body)}`)
      return body as never
    },
    async refusal(operation, input, asking = {}) {
      const { status, body } = await answer(operation, input, asking)
      if (status < 400) throw new Error(`${operation.name} was not refused; it answered ${JSON.stringify(body)}`)
      return body as ProblemDocument
    },
    async emitted(event, aggregateId) {
      const { rows } = await sql`
        select id, name, aggregate_id as "aggregateId", version, data from event
        where name = ${event.name} ${aggregateId ? sql`and aggregate_id = ${aggregateId}` : sql``} order by seq`.execute(db())
      return rows as never
    },
    async idle() {
      await until(`${name} has no more work to do`, async () => {
        const { rows } =
          await sql`select from work where status = 'queued' and run_at <= ${clock.now().toISOString()}::timestamptz limit 1`.execute(db())
        return rows.length === 0
      })
    },
    get sql() {
      return db()
    },
    get clock() {
      return clock
    },
    get bus() {
      return bus
    },
    get url() {
      return `http://127.0.0.1:${itself().httpPort}`
    },
    async restart() {
      await itself().stop()
      await begin()
    },
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 15_000; await sleep(5)) if (await holds()) return
  throw new Error(`15 s went by before this came about: ${what}.`)
}
