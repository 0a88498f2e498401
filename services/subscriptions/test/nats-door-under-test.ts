/** The NATS door as a vendor has it: what it is given to come in with, and nothing else. */

import { jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import type { NatsDoorWithCredentials } from '@nlc/contracts/subscriptions'
import { infrastructure } from '@nlc/testing'
import type { Static } from 'typebox'

type Door = Static<typeof NatsDoorWithCredentials>

/** What subscriptions is told besides, so that it offers the door. */
export function natsDoorEnvironment(): Record<string, string> {
  const { account, signingKey } = infrastructure().nats.vendorSigning
  return { NATS_DOOR_URL: 'nats://nats.test:4222', NATS_DOOR_ACCOUNT: account, NATS_DOOR_SIGNING_KEY: signingKey }
}

export interface Read {
  readonly number: number
  readonly id: string
  readonly type: string
  readonly subject?: string
  readonly data?: { readonly note?: string }
  /** 1 for the first time. */
  readonly delivery: number
}

export interface NatsVendor {
  readonly connection: NatsConnection
  /** Pulls and acknowledges until it has so many, or none came for a second; unless said, one. */
  read(count?: number, options?: { acknowledge?: boolean; waitMs?: number }): Promise<Read[]>
  close(): Promise<void>
}

/** @param url where the server really is. */
export async function enterBy({ address, credentialsFile }: Door, url: string, { reconnect = false } = {}): Promise<NatsVendor> {
  const { domain, durable, inboxPrefix, stream } = address
  const authenticator = credsAuthenticator(new TextEncoder().encode(credentialsFile))
  const connection = await connect({ servers: url, inboxPrefix, authenticator, reconnect, maxReconnectAttempts: -1, reconnectTimeWait: 50 })
  return {
    connection,
    async read(count = 1, { acknowledge = true, waitMs = 10_000 } = {}) {
      const read: Read[] = []
      const until = Date.now() + waitMs
      while (read.length < count && Date.now() < until) {
        try {
          const consumer = await jetstream(connection, { domain }).consumers.get(stream, durable)
          const messages = await consumer.fetch({ max_messages: Math.min(count - read.length, 500), expires: 1_000 })
          for await (const message of messages) {
            const { sequence, id, type, subject, data } = message.json<Read & { sequence: string }>()
            const number = Number(sequence)
            if (message.headers?.get('Mailbox-Number') !== sequence) throw new TypeError(`${sequence} came as another number`)
            read.push({ number, id, type, delivery: message.info.deliveryCount, ...(subject && { subject }), ...(data && { data }) })
            if (acknowledge) message.ack()
          }
        } catch (cause) {
          // The durable is made within moments, and made again where the broker has lost it.
          if (cause instanceof TypeError || connection.isClosed()) throw cause
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      await connection.flush()
      return read
    },
    close: () => connection.close(),
  }
}
