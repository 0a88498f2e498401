/** The NATS door: a pull consumer that goes away without acknowledging what it has in hand, and comes back. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JsMsg, jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import type { Client } from '@nlc/client'
import type { Door, Message } from './doors-door.ts'

export interface NatsDoor extends Door {
  /** Pulls so many at once, 0: none; and does nothing with them for so long. */
  pace(atOnce: number, lingerMs?: number): void
}

const usuallyAtOnce = 8

export async function natsDoor({ subscriptions }: Client, subscriptionId: string): Promise<NatsDoor> {
  const { address, credentialsFile } = await subscriptions.openNatsDoor({ subscriptionId })
  const { servers, stream, durable, domain, inboxPrefix } = address
  const authenticator = credsAuthenticator(new TextEncoder().encode(credentialsFile))
  const taken: Message[] = []
  let ended = false
  let atOnce = usuallyAtOnce
  let lingerMs = 0
  let cut: ((unacknowledged: readonly string[]) => void) | undefined

  /** @returns when it goes away. */
  async function visit(connection: NatsConnection): Promise<void> {
    const consumer = await jetstream(connection, { domain }).consumers.get(stream, durable)
    while (!ended && !connection.isClosed()) {
      if (atOnce === 0) {
        await sleep(50)
        continue
      }
      const inHand: JsMsg[] = []
      for await (const message of await consumer.fetch({ max_messages: atOnce, expires: 1_000 })) {
        inHand.push(message)
        taken.push({ ...message.json<Message>(), repeated: message.info.deliveryCount > 1 })
      }
      if (connection.isClosed()) return
      const cutting = inHand.length > 0 ? cut : undefined
      const acknowledged = cutting ? randomInt(inHand.length) : inHand.length
      for (const message of inHand.slice(0, acknowledged)) message.ack()
      await connection.flush()
      await sleep(lingerMs)
      if (!cutting) continue
      cut = undefined
      cutting(inHand.slice(acknowledged).map((message) => message.json<Message>().id))
      return
    }
  }

  const running = (async () => {
    while (!ended) {
      let connection: NatsConnection | undefined
      try {
        connection = await connect({ servers, inboxPrefix, authenticator, reconnect: false })
        // What waits for a server that is gone may wait for ever.
        await Promise.race([visit(connection), connection.closed()])
      } catch {
        // The server is away, or has not made the durable yet.
        await sleep(100)
      }
      await connection?.close()
    }
  })()

  return {
    taken,
    pace(count, ms = 0) {
      atOnce = count
      lingerMs = ms
    },
    cut: () =>
      new Promise((made) => {
        cut = made
      }),
    async stop() {
      ended = true
      await running
    },
  }
}
