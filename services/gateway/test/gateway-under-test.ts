/**
 * The gateway in this process, on a real NATS of the test file's own; behind it services that answer as the test says.
 * Whatever it answers is held against the OpenAPI document of the same contracts.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceContract } from '@nlc/contracts/define'
import { answerFaults } from '@nlc/contracts/described-answers'
import { documentsOf } from '@nlc/contracts/documents'
import { type Answer, type Bus, type Logger, logger, openBus, openTrust, type ProblemDocument, type Trust } from '@nlc/runtime'
import { audience, type TestBus, testBus, trustedIssuers } from '@nlc/testing'
import { afterAll, beforeAll, expect } from 'vitest'
import type { GatewayConfig } from '../src/config.ts'
import { type Gateway, openGateway } from '../src/gateway.ts'

type Question = Parameters<Parameters<Bus['answer']>[1]>[1]
/** What a service that stands in answers; nothing: it keeps silent. */
export type StandIn = (
  operation: string,
  input: Record<string, unknown>,
  question: Question,
) => Promise<Answer | undefined> | Answer | undefined

export interface Called {
  status: number
  headers: Headers
  text: string
  /** The body, read as JSON. */
  json: Record<string, unknown> & Partial<ProblemDocument>
}

export interface Calling {
  token?: string | undefined
  headers?: Record<string, string>
  /** An object is sent as JSON; a string as it is. */
  body?: unknown
}

export interface GatewayUnderTest {
  readonly url: string
  readonly gateway: Gateway
  readonly bus: TestBus
  log(): Promise<Record<string, unknown>[]>
  call(method: string, url: string, calling?: Calling): Promise<Called>
  /** Has a service answer from now on; what it answered before is forgotten. */
  standIn(service: string, answers: StandIn): Promise<Bus>
  /** Bytes on a socket, and what comes back until the other side closes. */
  raw(bytes: string): Promise<string>
}

const defaults: Omit<GatewayConfig, 'ISSUER'> = {
  RATE_LIMIT: 100_000,
  RATE_LIMIT_ANONYMOUS: 100_000,
  RATE_LIMIT_WINDOW: 60,
  BODY_LIMIT: 1024 * 1024,
  // Long enough for eight questions to be under way at once on a machine that is busy.
  ASK_TIMEOUT: 1_500,
  MAX_IN_FLIGHT: 8,
  REQUEST_TIMEOUT: 2_000,
  DRAIN_NOTICE: 0,
  TRUST_PROXY: undefined,
}

export function testGateway(services: readonly ServiceContract[], config: Partial<GatewayConfig> = {}): GatewayUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'nlc-gateway-'))
  const logFile = join(folder, 'log.jsonl')
  const documents = documentsOf(services)
  const standIns = new Map<string, { bus: Bus; answers: StandIn }>()
  let nats: TestBus
  let bus: Bus
  let trust: Trust
  let gateway: Gateway
  let url = ''
  let log: Logger

  const busOf = (name: string) =>
    openBus(name, { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf(name) }, logger(name, { LOG_FILE: undefined, LOG_LEVEL: 'silent' }))

  beforeAll(async () => {
    nats = await testBus()
    log = logger('gateway', { LOG_FILE: logFile, LOG_LEVEL: 'info' })
    bus = await busOf('gateway')
    trust = await openTrust(bus, { ISSUER: audience, TRUSTED_ISSUERS: trustedIssuers() }, log)
    gateway = await openGateway({ services, documents, bus, trust, log, config: { ISSUER: audience, ...defaults, ...config } })
    await gateway.app.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(gateway.app.server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await gateway?.drain()
    trust?.close()
    await Promise.all([bus?.close(), ...[...standIns.values()].map((standIn) => standIn.bus.close())])
    await nats?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  return {
    get url() {
      return url
    },
    get gateway() {
      return gateway
    },
    get bus() {
      return nats
    },
    async log() {
      await new Promise<void>((resolve) => log.flush(() => resolve()))
      return readFileSync(logFile, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    },
    async call(method, path, { token, headers = {}, body } = {}) {
      const isText = body === undefined || typeof body === 'string'
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(isText ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
      })
      const text = await response.text()
      const contentType = response.headers.get('content-type')
      expect(answerFaults(documents.openapi, { method, url: path, status: response.status, contentType, body: text })).toEqual([])
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: text !== '' && contentType?.includes('json') ? JSON.parse(text) : {},
      }
    },
    async standIn(service, answers) {
      const known = standIns.get(service)
      if (known) {
        known.answers = answers
        return known.bus
      }
      const standIn = { bus: await busOf(service), answers }
      standIns.set(service, standIn)
      standIn.bus.answer(service, async (operation, question) =>
        standIn.answers(operation, JSON.parse(new TextDecoder().decode(question.body) || '{}'), question),
      )
      await standIn.bus.connection.flush()
      return standIn.bus
    },
    raw: (bytes) =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
        let answer = ''
        socket.setEncoding('utf8').on('data', (text) => {
          answer += text
        })
        socket.on('error', reject).on('close', () => resolve(answer))
      }),
  }
}

export const answer = (status: number, value?: unknown, version?: number): Answer => ({
  status,
  version,
  body: new TextEncoder().encode(value === undefined ? '' : JSON.stringify(value)),
})

/** Until something holds that comes about by itself; at most 5 s. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); !(await holds()); await sleep(5)) if (Date.now() - began > 5_000) throw new Error('5 s went by')
}
