/** The events of a service as another one reads them: off its stream, in the stream's order, by the reader's own credentials. */
import { readFileSync } from 'node:fs'
import { jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import { type EventMessage, streamOf } from '@nlc/runtime'
import type { SystemUnderTest } from './started-system.ts'

const reader = 'insights'

/** From the stream's beginning up to the event that `isLast` knows; fails where that does not come within half a minute. */
export async function readStream(
  system: SystemUnderTest,
  source: string,
  isLast: (event: EventMessage) => boolean,
): Promise<EventMessage[]> {
  const authenticator = credsAuthenticator(readFileSync(await system.natsCredentials(reader)))
  const connection = await connect({ servers: system.natsUrl, inboxPrefix: `_INBOX.${reader}`, authenticator })
  try {
    const stream = streamOf(source)
    await connection.request(`keeper.follow.${reader}`, JSON.stringify({ source, ackWaitMs: 10_000 }), { timeout: 5_000 })
    const consumer = await jetstream(connection).consumers.get(stream, reader)
    const events: EventMessage[] = []
    for await (const message of await consumer.fetch({ max_messages: 100_000, expires: 30_000 })) {
      events.push(message.json<EventMessage>())
      message.ack()
      if (isLast(events.at(-1)!)) return events
    }
    throw new Error(`the last event did not come within 30 s; there were ${events.length}`)
  } finally {
    await connection.close()
  }
}
