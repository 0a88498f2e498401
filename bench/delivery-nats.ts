/** The NATS half of `npm run bench -- delivery`: from the commit of a command until a vendor that pulls has the message. */
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import type { NatsDoorWithCredentials } from '@nlc/contracts/subscriptions'
import type { Static } from 'typebox'

export interface NatsDelivery {
  readonly gateway: string
  /** Of the subscription's owner. */
  token(): Promise<string>
  readonly subscriptionId: string
  /** Has one message come about, and resolves when it is known to be committed. @returns what `markOf` finds in the message. */
  commit(): Promise<string>
  markOf(message: Message): string | undefined
  /** Commands a second, and for how long. */
  readonly rate: number
  readonly seconds: number
}

/** CloudEvents 1.0. */
export interface Message {
  readonly id: string
  readonly type: string
  readonly subject?: string
  readonly sequence: string
  readonly data?: Record<string, unknown>
}

export interface Measured {
  /** Milliseconds from the answer to the command until the message was there; below zero where it was there first. */
  readonly p50: number
  readonly p99: number
  readonly sent: number
  readonly missing: number
}

const patienceMs = 10_000

/** At a steady rate, whatever the answers take: what is late waits for nobody. */
export async function measureNatsDelivery({ commit, markOf, rate, seconds, ...door }: NatsDelivery): Promise<Measured> {
  const arrivals = new Map<string, number>()
  const committed = new Map<string, number>()
  const consumer = await openNatsConsumer(door, (message, at) => {
    const mark = markOf(message)
    if (mark !== undefined && !arrivals.has(mark)) arrivals.set(mark, at)
  })
  try {
    const began = performance.now()
    const underWay: Promise<void>[] = []
    for (let n = 0; n < rate * seconds; n++) {
      await sleep(Math.max(0, began + (n * 1000) / rate - performance.now()))
      underWay.push(commit().then((mark) => void committed.set(mark, performance.now())))
    }
    await Promise.all(underWay)
    const until = performance.now() + patienceMs
    while (performance.now() < until && [...committed.keys()].some((mark) => !arrivals.has(mark))) await sleep(20)
  } finally {
    await consumer.close()
  }
  const took = [...committed].flatMap(([mark, at]) => (arrivals.has(mark) ? [arrivals.get(mark)! - at] : [])).sort((a, b) => a - b)
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(took.length * q))] ?? Number.NaN
  return { p50: quantile(0.5), p99: quantile(0.99), sent: committed.size, missing: committed.size - took.length }
}

type Door = Static<typeof NatsDoorWithCredentials>

/** Opens a subscription's NATS door, behind what its mailbox has, and pulls as a vendor does. */
export async function openNatsConsumer(
  { gateway, token, subscriptionId }: Pick<NatsDelivery, 'gateway' | 'token' | 'subscriptionId'>,
  received: (message: Message, at: number) => void,
): Promise<{ close(): Promise<void> }> {
  const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' }
  const { lastNumber } = await answerOf<{ lastNumber: number }>(fetch(`${gateway}/v1/subscriptions/${subscriptionId}`, { headers }))
  const address = `${gateway}/v1/subscriptions/${subscriptionId}/nats-door`
  const opened = await answerOf<Door>(fetch(address, { method: 'POST', headers, body: JSON.stringify({ afterNumber: lastNumber }) }))
  while ((await answerOf<Door>(fetch(address, { headers }))).state !== 'open') await sleep(20)

  const { servers, stream, durable, domain, inboxPrefix } = opened.address
  const authenticator = credsAuthenticator(new TextEncoder().encode(opened.credentialsFile))
  const connection = await connect({ servers, inboxPrefix, authenticator })
  const consumer = await jetstream(connection, { domain }).consumers.get(stream, durable)
  const messages = await consumer.consume({ max_messages: 500 })
  const reading = (async () => {
    for await (const message of messages) {
      received(message.json<Message>(), performance.now())
      message.ack()
    }
  })()
  return {
    async close() {
      await messages.close()
      await reading
      await connection.drain()
    },
  }
}

async function answerOf<Answer>(asking: Promise<Response>): Promise<Answer> {
  const response = await asking
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
