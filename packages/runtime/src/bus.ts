/**
 * NATS: asking and answering, with a correlation of our own (one inbox subscription and a map: three times the rate of a
 * subscription per request), and the connection that events go over. Deadline, trace and caller's token travel in headers.
 */
import { readFileSync } from 'node:fs'
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  errors,
  headers,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node'
import type { Problem } from '@nlc/contracts/define'
import { BodyTooLarge, DeadlinePassed, Internal, Unavailable } from '@nlc/contracts/platform'
import { type CommonConfig, ConfigError } from './config.ts'
import { newId } from './id.ts'
import type { Logger } from './log.ts'
import { Refusal } from './problem.ts'
import { traceparent } from './telemetry.ts'

export interface AskOptions {
  /** The caller's access token; the asked service verifies it for itself. */
  readonly token?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly expectedVersion?: number | undefined
  /** Milliseconds from now, at most; what is not answered by then is given up at every hop. */
  readonly timeoutMs?: number
}

export interface Answer {
  readonly status: number
  /** The thing's version, which HTTP shows as `ETag`. */
  readonly version: number | undefined
  /** JSON as it was written by the service: passed on, never parsed on the way. */
  readonly body: Uint8Array
}

export interface Question {
  readonly body: Uint8Array
  readonly token: string | undefined
  readonly idempotencyKey: string | undefined
  readonly expectedVersion: number | undefined
  readonly trace: string | undefined
  /** When nobody waits any more, by this machine's clock. */
  readonly deadline: number
}

export interface Bus {
  readonly connection: NatsConnection
  readonly connected: boolean
  /** `membership.issue-agreement` → what the service answers. @throws Refusal `unavailable` or `deadline-passed`. */
  ask(operation: string, body: Uint8Array | string, options?: AskOptions): Promise<Answer>
  /** Answers what is asked of `service`; one of its instances gets each question. `undefined`: nothing is answered. */
  answer(service: string, answerer: (operation: string, question: Question) => Promise<Answer | undefined>): void
  /** Takes no more questions; those under way are still answered. */
  stopAnswering(): Promise<void>
  /** Runs at each connection, the first one included. */
  onConnected(run: () => void): void
  close(): Promise<void>
}

const askTimeoutMs = 10_000
/** The broker counts headers as part of a message; the token is the largest. */
const headerRoom = 16 * 1024

export async function openBus(service: string, config: Pick<CommonConfig, 'NATS_URL' | 'NATS_CREDS'>, log: Logger): Promise<Bus> {
  const inboxPrefix = `_INBOX.${service}`
  const options: ConnectionOptions = {
    servers: config.NATS_URL,
    name: service,
    inboxPrefix,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    reconnectJitter: 50,
    waitOnFirstConnect: true,
    pingInterval: 5_000,
    ignoreAuthErrorAbort: true,
  }
  if (config.NATS_CREDS) options.authenticator = credsAuthenticator(readCredentials(config.NATS_CREDS))
  const connection = await connect(options)

  interface Pending {
    readonly resolve: (answer: Answer) => void
    readonly reject: (cause: unknown) => void
    readonly deadline: number
  }
  const pending = new Map<string, Pending>()
  const inbox = `${inboxPrefix}.${newId()}.`
  let asked = 0
  let connected = true
  const listeners: (() => void)[] = []
  const answering: Subscription[] = []

  // What is said in one turn of the event loop goes out in one write: the client would make one of each message, and
  // those writes were most of what a question cost (gateway, broker and service together: half, measured).
  let outgoing: (() => void)[] = []
  function soon(publish: () => void): void {
    if (outgoing.push(publish) === 1) setImmediate(sendOutgoing)
  }
  function sendOutgoing(): void {
    const batch = outgoing
    outgoing = []
    for (const publish of batch) publish()
  }
  /** A reply that was under way is lost with the connection: say at once that the outcome is not known. */
  function giveUpWaiting(): void {
    for (const { reject } of pending.values()) reject(deadlinePassed())
    pending.clear()
  }

  connection.subscribe(`${inbox}*`, {
    callback: (_, message) => {
      const id = message.subject.slice(inbox.length)
      const waiting = pending.get(id)
      if (!waiting) return
      pending.delete(id)
      if (message.headers?.code === 503) waiting.reject(unavailable())
      else
        waiting.resolve({
          status: Number(message.headers?.get('status') || 200),
          version: number(message.headers?.get('version')),
          body: message.data,
        })
    },
  })
  // One coarse timer for all: a deadline is a promise to give up, not to the millisecond.
  const sweep = setInterval(() => {
    const now = Date.now()
    for (const [id, { deadline, reject }] of pending) {
      if (deadline > now) continue
      pending.delete(id)
      reject(deadlinePassed())
    }
  }, 50)
  sweep.unref()
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        connected = false
        log.warn('NATS is out of reach; trying again')
        giveUpWaiting()
      } else if (type === 'reconnect') {
        connected = true
        log.info('NATS is back')
        for (const listener of listeners) listener()
      }
    }
  })()

  return {
    connection,
    get connected() {
      return connected && !connection.isClosed()
    },
    ask(operation, body, { token, idempotencyKey, expectedVersion, timeoutMs = askTimeoutMs } = {}) {
      if (!connected || connection.isClosed()) return Promise.reject(unavailable())
      const deadline = Date.now() + timeoutMs
      const meta = headers()
      meta.set('deadline', String(deadline))
      if (token) meta.set('token', token)
      if (idempotencyKey) meta.set('key', idempotencyKey)
      if (expectedVersion !== undefined) meta.set('if-match', String(expectedVersion))
      const parent = traceparent()
      if (parent) meta.set('traceparent', parent)
      const id = (asked++).toString(36)
      return new Promise<Answer>((resolve, reject) => {
        pending.set(id, { resolve, reject, deadline })
        soon(() => {
          try {
            connection.publish(`ask.${operation}`, body, { reply: inbox + id, headers: meta })
          } catch (cause) {
            pending.delete(id)
            reject(isTooLarge(cause) ? new Refusal(BodyTooLarge, { maxBytes: connection.info!.max_payload - headerRoom }) : unavailable())
          }
        })
      })
    },
    answer(name, answerer) {
      const subscription = connection.subscribe(`ask.${name}.>`, {
        queue: name,
        callback: (error, message) => {
          if (error || !message.reply) return
          void respond(message, answerer)
        },
      })
      answering.push(subscription)
    },
    async stopAnswering() {
      await Promise.all(answering.splice(0).map((subscription) => subscription.drain()))
    },
    onConnected(run) {
      listeners.push(run)
      run()
    },
    async close() {
      clearInterval(sweep)
      sendOutgoing()
      await connection.drain().catch(() => {})
      giveUpWaiting()
    },
  }

  async function respond(message: Msg, answerer: (operation: string, question: Question) => Promise<Answer | undefined>): Promise<void> {
    const meta = message.headers
    const answer = await answerer(message.subject.slice('ask.'.length), {
      body: message.data,
      token: meta?.get('token') || undefined,
      idempotencyKey: meta?.get('key') || undefined,
      expectedVersion: number(meta?.get('if-match')),
      trace: meta?.get('traceparent') || undefined,
      deadline: number(meta?.get('deadline')) ?? Date.now() + askTimeoutMs,
    }).catch((cause): Answer => {
      log.error({ err: cause, subject: message.subject }, 'a question could not be answered')
      return refusedWith(Unavailable)
    })
    if (!answer) return
    soon(() => {
      try {
        reply(message, answer)
      } catch (cause) {
        log.error({ err: cause, subject: message.subject, bytes: answer.body.length }, 'an answer could not be sent')
        // Whoever asked hears so now, not when time is up.
        if (isTooLarge(cause)) reply(message, refusedWith(Internal))
      }
    })
  }

  function reply(message: Msg, { status, version, body }: Answer): void {
    const meta: MsgHdrs = headers()
    meta.set('status', String(status))
    if (version !== undefined) meta.set('version', String(version))
    message.respond(body, { headers: meta })
  }
}

function readCredentials(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`NATS_CREDS: the file cannot be read: ${(cause as Error).message}`)
  }
}

const number = (text: string | undefined): number | undefined => (text ? Number(text) : undefined)

const refusedWith = (problem: Problem): Answer => ({
  status: problem.status,
  version: undefined,
  body: new TextEncoder().encode(JSON.stringify(new Refusal(problem).document())),
})
/** The client's name for a message that the broker would close the connection for. */
const isTooLarge = (cause: unknown): boolean => cause instanceof errors.InvalidArgumentError
const unavailable = () => new Refusal(Unavailable)
const deadlinePassed = () => new Refusal(DeadlinePassed)
