/** What is asked of a service: the token is verified, the input validated again, the handler run, the answer written by its schema. */
import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { AnyOperation, Command, Query } from '@nlc/contracts/define'
import {
  DeadlinePassed,
  IdempotencyKeyReused,
  Internal,
  InvalidInput,
  MalformedJson,
  MissingScope,
  StaleVersion,
  Unavailable,
} from '@nlc/contracts/platform'
import { metrics } from '@opentelemetry/api'
import { sql } from 'kysely'
import type { Answer, Question } from './bus.ts'
import { anybody, type Caller } from './caller.ts'
import { type Clock, dayInLondon } from './clock.ts'
import { type Database, isOutage, sqlState } from './database.ts'
import type { Handler, Streamed } from './handle.ts'
import type { Logger } from './log.ts'
import { Refusal, refuse } from './problem.ts'
import { readerOf, writerOf } from './schema.ts'
import { contextFrom, inSpan, SpanKind } from './telemetry.ts'
import type { Trust } from './trust.ts'
import { unitOfWork } from './unit-of-work.ts'

export interface AnswererParts {
  readonly handlers: readonly Handler[]
  readonly database: Database
  readonly clock: Clock
  readonly trust: Trust
  readonly log: Logger
  readonly maxInFlight: number
  readonly committed: (what: { emitted: boolean; enqueued: boolean }) => void
}

const text = new TextDecoder()
const json = new TextEncoder()

export interface Answerer {
  answer(operation: string, question: Question): Promise<Answer>
  stream(query: Query, input: unknown, caller: Caller): Promise<Streamed>
  /** Asks streams to end. */
  end(): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** A number out of range, a text that is no date or UUID. Contracts bound values; what gets past them is still the sender's. */
const cannotBeTaken = new Set(['22003', '22007', '22008', '22P02'])

export function answerer(parts: AnswererParts): Answerer {
  const { database, clock, trust, log } = parts
  const handlers = new Map(parts.handlers.map((handler) => [handler.name, handler]))
  const duration = metrics
    .getMeter('nlc')
    .createHistogram('nlc.operation.duration', { unit: 's', description: 'From being asked to having answered.' })
  let inFlight = 0
  let whenIdle: (() => void)[] = []
  const ending = new AbortController()
  // Each open stream listens.
  setMaxListeners(0, ending.signal)

  return {
    async answer(operation, question) {
      const handler = handlers.get(operation)
      if (!handler) return refusedWith(new Refusal(Unavailable, { detail: 'This version of the service does not know the operation.' }))
      if (inFlight >= parts.maxInFlight) return refusedWith(new Refusal(Unavailable, { detail: 'Too much is under way.' }))
      if (question.deadline <= Date.now()) return refusedWith(new Refusal(DeadlinePassed))
      inFlight += 1
      const began = performance.now()
      let status = 500
      try {
        const answer = await inSpan(
          `handle ${operation}`,
          SpanKind.SERVER,
          { 'rpc.method': operation },
          () => respond(handler, question),
          contextFrom(question.trace),
        )
        status = answer.status
        return answer
      } finally {
        inFlight -= 1
        duration.record((performance.now() - began) / 1000, { operation, status })
        if (inFlight === 0) {
          for (const resolve of whenIdle) resolve()
          whenIdle = []
        }
      }
    },
    async stream(query, input, caller) {
      const handler = handlers.get(query.name)!
      return (await handler.run(input as never, queryContext(caller) as never)) as Streamed
    },
    end: () => ending.abort(),
    idle: () => (inFlight === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
  }

  async function respond(handler: Handler, question: Question): Promise<Answer> {
    const { contract } = handler
    try {
      const caller = await callerFor(contract, question.token)
      const input = inputOf(contract, question.body)
      return contract.kind === 'query'
        ? await read(handler, contract, input, caller)
        : await write(handler, contract, input, caller, question)
    } catch (cause) {
      if (cause instanceof Refusal) return refusedWith(cause)
      if (isOutage(cause)) return refusedWith(new Refusal(Unavailable))
      if (cannotBeTaken.has(sqlState(cause)?.code ?? '')) {
        log.warn({ err: cause, operation: contract.name }, 'a value that its contract takes and its column does not')
        return refusedWith(new Refusal(InvalidInput, { errors: [], detail: 'A value, or the cursor `after`, is none that can be taken.' }))
      }
      log.error({ err: cause, operation: contract.name }, 'an operation failed')
      return refusedWith(new Refusal(Internal))
    }
  }

  async function callerFor({ needs }: AnyOperation, token: string | undefined): Promise<Caller> {
    if (needs === 'public' && token === undefined) return anybody
    const caller = await trust.verify(token)
    if (needs !== 'public' && !caller.scopes.has(needs)) refuse(MissingScope, { scope: needs })
    return caller
  }

  function queryContext(caller: Caller) {
    const now = clock.now()
    return { sql: database.sql, caller, now, today: dayInLondon(now), fail, ending: ending.signal }
  }

  async function read(handler: Handler, query: Query, input: unknown, caller: Caller): Promise<Answer> {
    return written(query, await handler.run(input as never, queryContext(caller) as never))
  }

  async function write(handler: Handler, command: Command, input: unknown, caller: Caller, question: Question): Promise<Answer> {
    const { idempotencyKey: key, expectedVersion } = question
    // The person first: a UUID or nothing, so that no client's id reads like another's with a person.
    const scope = `${caller.person ?? ''}/${caller.client}`
    const fingerprint =
      key === undefined ? undefined : createHash('sha256').update(command.name).update('\0').update(question.body).digest()
    let answer: Answer | undefined
    try {
      const committed = await unitOfWork(
        database,
        clock,
        {
          cause: { operation: command.name, client: caller.client, person: caller.person, input: question.body },
          emits: command.emits,
          keep:
            key === undefined
              ? undefined
              : {
                  caller: scope,
                  key,
                  fingerprint: fingerprint!,
                  reply: () => ({
                    status: answer!.status,
                    version: answer!.version,
                    body: withoutShownOnce(command, text.decode(answer!.body)),
                  }),
                },
        },
        async (change) => {
          const checkVersion = ({ version }: { version: number }) => {
            if (expectedVersion !== undefined && expectedVersion !== version) refuse(StaleVersion, { version })
          }
          const result = await handler.run(input as never, { ...change, caller, fail, expectedVersion, checkVersion } as never)
          // Versions and defaults are the database's to give: they are there once it has been written.
          await change.em.flush()
          answer = written(command, result)
        },
      )
      if (!committed) return await keptReply(scope, key!, fingerprint!)
      parts.committed(committed)
      return answer!
    } catch (cause) {
      const constraint = sqlState(cause)?.constraint
      const named = constraint === undefined ? undefined : handler.constraints[constraint]
      if (named) refuse(named as never)
      throw cause
    }
  }

  async function keptReply(scope: string, key: string, fingerprint: Buffer): Promise<Answer> {
    const { rows } = await sql<{ fingerprint: Buffer; status: number; version: number | null; body: string }>`
      select fingerprint, status, version, body from kept_reply where caller = ${scope} and key = ${key}`.execute(database.sql)
    const [kept] = rows
    // It was there a moment ago: it has just been purged.
    if (!kept) refuse(Unavailable)
    if (!kept.fingerprint.equals(fingerprint)) refuse(IdempotencyKeyReused)
    return { status: kept.status, version: kept.version ?? undefined, body: json.encode(kept.body) }
  }
}

function inputOf({ input: schema }: AnyOperation, body: Uint8Array): unknown {
  let input: unknown
  try {
    input = body.length === 0 ? {} : JSON.parse(text.decode(body))
  } catch {
    refuse(MalformedJson)
  }
  const reader = readerOf(schema)
  if (!reader.check(input)) refuse(InvalidInput, { errors: reader.faults(input) })
  return input
}

function written(operation: AnyOperation, result: unknown): Answer {
  if (operation.output === undefined) return { status: operation.status, version: undefined, body: new Uint8Array(0) }
  const version = operation.versioned ? (result as { version?: number } | undefined)?.version : undefined
  return { status: operation.status, version, body: json.encode(writerOf(operation.output)(result)) }
}

/** A secret that is shown once (`x-shown-once` in the contract) is not kept: a repeat gets the answer without it. */
function withoutShownOnce({ output }: Command, body: string): string {
  const properties = Object.entries((output as { properties?: Record<string, object> } | undefined)?.properties ?? {})
  const once = properties.filter(([, schema]) => 'x-shown-once' in schema).map(([name]) => name)
  if (once.length === 0) return body
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).filter(([name]) => !once.includes(name))))
}

function refusedWith(refusal: Refusal): Answer {
  return { status: refusal.problem.status, version: undefined, body: json.encode(JSON.stringify(refusal.document())) }
}

const fail = (problem: Refusal['problem'], details?: Record<string, unknown>): never => {
  throw new Refusal(problem, details)
}
