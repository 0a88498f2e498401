/** Identity on a database of its own, asked as the gateway asks it, and over its own HTTP. */
import { randomBytes } from 'node:crypto'
import {
  type Bus,
  commonConfig,
  databaseConfig,
  newId,
  openBus,
  openTrust,
  type Running,
  readConfig,
  start,
  type Trust,
} from '@nlc/runtime'
import { audience as issuer, type TestBus, type TestDatabase, testBus, testDatabase, trustedIssuers } from '@nlc/testing'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { identityConfig, readSettings } from '../src/config.ts'
import { identity } from '../src/service.ts'

export const nationalBody = {
  id: 'national-body',
  kind: 'national-body',
  name: 'National body',
  secret: randomBytes(32).toString('base64url'),
}
export const integrator = {
  id: '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d',
  kind: 'integrator',
  name: 'Portal',
  secret: randomBytes(32).toString('base64url'),
  mayActForPeople: true,
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read what came, and say what they expect of it.
  body: any
  version: number | undefined
}

export interface Under {
  readonly issuer: string
  readonly environment: Record<string, string>
  readonly running: Running
  http(path: string, init?: RequestInit): Promise<Response>
  /** `POST /oauth/token`. */
  post(form: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
  /** An access token of a client that has a secret. */
  tokenOf(client: { id: string; secret: string }, form?: Record<string, string>): Promise<string>
  ask(operation: string, input?: object, options?: { token?: string; expectedVersion?: number; idempotencyKey?: string }): Promise<Answer>
  /** As the national body. */
  order(operation: string, input?: object, options?: { expectedVersion?: number; idempotencyKey?: string }): Promise<Answer>
  /** What was emitted, oldest first: names, or the data of those of one name. */
  eventNames(): Promise<string[]>
  eventData(name: string): Promise<Record<string, unknown>[]>
  rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]>
  /** Another process of the system, as far as it verifies tokens. */
  anotherProcess(): Promise<Trust>
  stop(): Promise<void>
  /** Stops it where it runs. */
  restart(): Promise<void>
}

export const basic = ({ id, secret }: { id: string; secret: string }) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

const silent = { debug() {}, info() {}, warn() {}, error() {} } as never

/** Started before the file's tests, stopped after them. */
export function identityUnderTest(more: Record<string, string> = {}): Under {
  let environment: Record<string, string> = {}
  let running: Running
  let runs = false
  let nats: TestBus
  let database: TestDatabase
  let gateway: Bus
  const others: { trust: Trust; bus: Bus }[] = []
  const connect = (service: string) => openBus(service, { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf(service) }, silent)

  async function open(): Promise<void> {
    const settings = readSettings(environment)
    const { service, options } = identity(() => settings)
    running = await start(service, readConfig({ ...commonConfig, ...databaseConfig, ...identityConfig }, environment), options)
    runs = true
    // The service itself verifies tokens by what it reads from the stream: wait until that has come round.
    const token = await under.tokenOf(nationalBody)
    await vi.waitFor(async () => expect((await under.ask('identity.list-clients', {}, { token })).status).toBe(200), {
      timeout: 10_000,
      interval: 20,
    })
  }

  beforeAll(async () => {
    const { service } = identity(() => readSettings(environment))
    ;[nats, database] = await Promise.all([testBus(), testDatabase(service)])
    environment = {
      ISSUER: issuer,
      TRUSTED_ISSUERS: trustedIssuers(),
      NATS_URL: nats.url,
      NATS_CREDS: nats.credentialsOf('identity'),
      POSTGRES_URL: database.url,
      POSTGRES_POOL: '8',
      LOG_LEVEL: 'silent',
      KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
      BOOTSTRAP_CLIENTS: JSON.stringify([nationalBody, integrator]),
      ...more,
    }
    gateway = await connect('gateway')
    await open()
  })
  afterAll(async () => {
    await under.stop()
    for (const { trust, bus } of others) {
      trust.close()
      await bus.close()
    }
    await gateway?.close()
    await Promise.all([nats?.stop(), database?.drop()])
  })

  const under: Under = {
    issuer,
    get environment() {
      return environment
    },
    get running() {
      return running
    },
    http: (path, init) => fetch(`http://127.0.0.1:${running.httpPort}${path}`, init),
    async post(form, headers = {}) {
      const response = await under.http('/oauth/token', { method: 'POST', headers, body: new URLSearchParams(form) })
      return { status: response.status, body: await response.json(), version: undefined }
    },
    async tokenOf(client, form = {}) {
      const { status, body } = await under.post({ grant_type: 'client_credentials', ...form }, basic(client))
      expect(status, JSON.stringify(body)).toBe(200)
      return body.access_token
    },
    async ask(operation, input = {}, options = {}) {
      const { status, body, version } = await gateway.ask(operation, JSON.stringify(input), options)
      return { status, body: body.length > 0 ? JSON.parse(new TextDecoder().decode(body)) : undefined, version }
    },
    order: async (operation, input, options) => under.ask(operation, input, { token: await under.tokenOf(nationalBody), ...options }),
    async eventNames() {
      const rows = await under.rows(sql<{ name: string }>`select name from event order by seq`)
      return rows.map(({ name }) => name.replace('identity.', ''))
    },
    async eventData(name) {
      const rows = await under.rows(sql<{ data: Record<string, unknown> }>`select data from event where name = ${name} order by seq`)
      return rows.map(({ data }) => data)
    },
    rows: async (query) => (await query.execute(running.database.sql)).rows as never,
    async anotherProcess() {
      const bus = await connect('membership')
      const trust = await openTrust(bus, { ISSUER: issuer, TRUSTED_ISSUERS: '[]' }, silent)
      others.push({ trust, bus })
      return trust
    },
    async stop() {
      if (runs) await running.stop()
      runs = false
    },
    async restart() {
      await under.stop()
      await open()
    },
  }
  return under
}

export interface KeyPair {
  readonly publicKey: JWK & { kid: string }
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

export async function keyPair(alg = 'EdDSA', kid = newId()): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid, alg },
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  }
}

/** Seconds since 1970, by the machine's clock. */
export const seconds = (fromNow = 0): number => Math.floor(Date.now() / 1000) + fromNow
