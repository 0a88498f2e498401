/**
 * Does for the broker what no service may: makes the streams and makes them again when one is lost, makes the durables that
 * services and vendors read through, and carries to the server which vendors' credentials are void. It keeps nothing: what a
 * stream is, the code says; what is void, subscriptions says and the server keeps. Several may run.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { AckPolicy, DeliverPolicy, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { decode } from '@nats-io/jwt'
import { connect, credsAuthenticator, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { FOLLOW, KEEPER, MAKE_DURABLE, REVOKE, streamOf } from './permissions.ts'
import { type KeptStream, streamsOf } from './streams.ts'
import { MAILBOXES, type VendorsAccount, vendorsToken } from './vendors.ts'

export interface KeeperIdentity {
  /** Contents of credentials files: in the services' account, and in the one that the server reports to. */
  readonly credentials: string
  readonly systemCredentials: string
  /** Seed: signs accounts for the operator. */
  readonly operatorSigningKey: string
  readonly vendors: VendorsAccount
}

export interface KeeperOptions {
  readonly url: string
  readonly identity: KeeperIdentity
  readonly services: readonly string[]
  readonly log: (sentence: string) => void
}

export interface Keeper {
  close(): Promise<void>
}

const lookMs = 250
/**
 * So long a stream must have been gone before it is made again. A server (2.9) forgets one that is deleted before it has removed its
 * files, and would remove those of the new one.
 */
const goneMs = 500
const askMs = 2_000
/** Messages that may be held unacknowledged; and seconds until one that a vendor holds is brought again. */
const MAX_ACK_PENDING = 1_000
const ACK_WAIT_S = 30

/** Resolves when every stream is there. */
export async function keepBroker({ url, identity, services, log }: KeeperOptions): Promise<Keeper> {
  const as = (credentials: string) =>
    connect({
      servers: url,
      name: KEEPER,
      inboxPrefix: `_INBOX.${KEEPER}`,
      authenticator: credsAuthenticator(new TextEncoder().encode(credentials)),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
      ignoreAuthErrorAbort: true,
    })
  const [connection, system] = await Promise.all([as(identity.credentials), as(identity.systemCredentials)])
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: askMs })
  const ending = new AbortController()

  let revoking: Promise<unknown> = Promise.resolve()
  answer(connection, REVOKE, (message) => {
    const given = revocationsIn(message)
    // One after the other: each adds to what the one before has left.
    const revoked = revoking.then(() => revoke(system, identity, given))
    revoking = revoked.catch(() => {})
    return revoked
  })
  answer(connection, MAKE_DURABLE, (message) => makeDurable(manager, mailboxIn(message)))
  answer(connection, `${FOLLOW}.*`, (message) => follow(manager, services, message))

  const streams = streamsOf(services)
  await makeStreams(manager, await missingOf(manager, streams))
  await connection.flush()
  const keeping = keep()

  return {
    async close() {
      ending.abort()
      // Closed first: what is asked of a broker that is away would be waited for.
      await Promise.all([connection.close(), system.close()])
      await keeping
    },
  }

  async function keep(): Promise<void> {
    const goneSince = new Map<string, number>()
    let away = false
    while (!ending.signal.aborted) {
      await sleep(lookMs, undefined, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      try {
        const missing = await missingOf(manager, streams)
        const now = Date.now()
        for (const name of goneSince.keys()) if (!missing.some((stream) => stream.name === name)) goneSince.delete(name)
        for (const { name } of missing) if (!goneSince.has(name)) goneSince.set(name, now)
        const gone = missing.filter(({ name }) => now - goneSince.get(name)! >= goneMs)
        await makeStreams(manager, gone)
        for (const { name } of gone) log(`The stream ${name} was gone. It is there again; services fill it from their databases.`)
        away = false
      } catch (cause) {
        if (!away && !ending.signal.aborted) log(`The broker's streams cannot be looked at now: ${(cause as Error).message}`)
        away = true
      }
    }
  }
}

async function missingOf(manager: JetStreamManager, streams: readonly KeptStream[]): Promise<KeptStream[]> {
  const there = new Set<string>()
  for await (const name of manager.streams.names()) there.add(name)
  return streams.filter(({ name }) => !there.has(name))
}

async function makeStreams(manager: JetStreamManager, streams: readonly KeptStream[]): Promise<void> {
  await Promise.all(streams.map((stream) => manager.streams.add(stream)))
}

/** Pulled, acknowledged one by one; of one subject alone. The same again is no change. */
async function makeDurable(manager: JetStreamManager, mailbox: string): Promise<void> {
  await manager.consumers.add(MAILBOXES, {
    durable_name: mailbox,
    filter_subject: `mailbox.${mailbox}`,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ACK_WAIT_S * 1_000_000_000,
    max_ack_pending: MAX_ACK_PENDING,
    max_waiting: 64,
  })
}

/**
 * The durable of a service on another's stream; who asks, the subject says, and the broker has seen to it. From the beginning of what the
 * stream holds: versions make repeats harmless. `{ "source": "…", "ackWaitMs": … }`
 */
async function follow(manager: JetStreamManager, services: readonly string[], message: Msg): Promise<void> {
  const { source, ackWaitMs } = message.json<{ source: string; ackWaitMs: number }>()
  if (!services.includes(source) || source === 'gateway') throw new Error(`There are no events of ${source}.`)
  if (!(ackWaitMs >= 100 && ackWaitMs <= 60_000)) throw new Error(`An acknowledgement cannot be waited for ${ackWaitMs} ms.`)
  await manager.consumers.add(streamOf(source), {
    durable_name: message.subject.slice(FOLLOW.length + 1),
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ackWaitMs * 1_000_000,
    max_ack_pending: MAX_ACK_PENDING,
  })
}

/** What is void stays void until it would have expired: nothing that is said here makes credentials good again. */
async function revoke(
  system: NatsConnection,
  { vendors, operatorSigningKey }: KeeperIdentity,
  given: Readonly<Record<string, number>>,
): Promise<void> {
  const claims = await claimsOf(system, vendors.account)
  const now = Date.now() / 1000
  const all = Object.entries({ ...claims?.nats.revocations, ...given }).filter(([, until]) => until > now)
  const token = await vendorsToken(vendors, Object.fromEntries(all.sort()), operatorSigningKey)
  if (claims && saidBy(claims) === saidBy(decode(token))) return
  const { error } = (await system.request('$SYS.REQ.CLAIMS.UPDATE', token, { timeout: askMs })).json<{ error?: { description: string } }>()
  if (error) throw new Error(`The server did not take what is revoked: ${error.description}`)
}

/** What the server has of the account; undefined where it was never brought, or the server has lost its disk. */
async function claimsOf(system: NatsConnection, account: string) {
  const { data } = (await system.request('$SYS.REQ.CLAIMS.LIST', '', { timeout: askMs })).json<{ data: string[] }>()
  if (!data.includes(account)) return undefined
  const token = await system.request(`$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`, '', { timeout: askMs })
  return decode<{ revocations?: Record<string, number> }>(token.string())
}

const saidBy = ({ nats }: { nats: object }): string => JSON.stringify(nats)

function answer(connection: NatsConnection, subject: string, run: (message: Msg) => Promise<void>): void {
  connection.subscribe(subject, {
    queue: KEEPER,
    callback(failure, message) {
      if (failure) return
      void (async () => run(message))().then(
        () => message.respond('{}'),
        (cause: Error) => message.respond(JSON.stringify({ error: cause.message })),
      )
    },
  })
}

/** `{ "<user's public key>": seconds since 1970 }` */
function revocationsIn(message: Msg): Record<string, number> {
  const given = message.json<Record<string, number>>()
  for (const [user, until] of Object.entries(given)) {
    if (!/^U[A-Z2-7]{55}$/.test(user) || !Number.isInteger(until)) throw new Error(`${user}: ${until} revokes nobody.`)
  }
  return given
}

/** `{ "mailbox": "…" }` */
function mailboxIn(message: Msg): string {
  const { mailbox } = message.json<{ mailbox: string }>()
  if (typeof mailbox !== 'string' || !/^[A-Za-z0-9]{20,64}$/.test(mailbox)) throw new Error(`${mailbox} names no mailbox.`)
  return mailbox
}
