/** A vendor that pulls at NATS by what it was given: `GET /count`, and `GET /taken` → `[[id, when], …]` since it was asked last. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Consumer, jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import { control, now } from '../webhook-work.ts'

const { servers, stream, durable, domain, inboxPrefix, credentialsFile } = JSON.parse(process.env.DOOR ?? '{}')
const authenticator = credsAuthenticator(new TextEncoder().encode(credentialsFile))
const connection = await connect({ servers, inboxPrefix, authenticator })

/** The durable is made within moments. */
async function consumerOnceThere(): Promise<Consumer> {
  for (const until = now() + 10_000; ; await sleep(50)) {
    try {
      return await jetstream(connection, { domain }).consumers.get(stream, durable)
    } catch (cause) {
      if (now() > until) throw cause
    }
  }
}

const messages = await (await consumerOnceThere()).consume({ max_messages: 500 })
let taken: [id: string, at: number][] = []
control({
  '/count': async () => taken.length,
  async '/taken'() {
    const told = taken
    taken = []
    return told
  },
})
for await (const message of messages) {
  taken.push([message.json<{ id: string }>().id, now()])
  message.ack()
}
