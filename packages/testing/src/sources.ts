/** The other services, as far as a service under test can tell: their streams, and the history of what they said. */
import { readFileSync } from 'node:fs'
import { jetstream } from '@nats-io/jetstream'
import { connect, credsAuthenticator, headers, type NatsConnection } from '@nats-io/transport-node'
import type { DataOf, Event } from '@nlc/contracts/define'
import { type EventMessage, newId, subjectOf, writerOf } from '@nlc/runtime'
import type { TestBus } from './bus.ts'

export interface Sources {
  /** Says an event as the service that owns it does, and returns what went out. */
  say<E extends Event>(event: E, data: DataOf<E>, version?: number): Promise<EventMessage>
  close(): Promise<void>
}

export async function openSources(bus: TestBus, services: Iterable<string>): Promise<Sources> {
  const connections = new Map<string, NatsConnection>()
  const said: EventMessage[] = []
  for (const service of services) {
    const authenticator = credsAuthenticator(readFileSync(bus.credentialsOf(service)))
    const connection = await connect({ servers: bus.url, inboxPrefix: `_INBOX.${service}`, authenticator })
    connections.set(service, connection)
    connection.subscribe(`ask.${service}.events`, {
      queue: service,
      callback: (_, question) => {
        const { aggregate, aggregateId, version = 0 } = question.json<Partial<EventMessage>>()
        const events = said
          .filter(({ name }) => name.startsWith(`${service}.`))
          .map((event, index) => ({ ...event, seq: index + 1 }))
          .filter((event) => !aggregate || (event.aggregate === aggregate && event.aggregateId === aggregateId && event.version > version))
        const meta = headers()
        meta.set('status', '200')
        question.respond(JSON.stringify({ events, more: false }), { headers: meta })
      },
    })
  }
  return {
    async say(event, data, version) {
      const { name, aggregate } = event
      const [source = ''] = name.split('.')
      const connection = connections.get(source)
      if (!connection) throw new Error(`The service under test reacts to nothing that ${source} says, so not to ${name} either.`)
      const written = JSON.parse(writerOf(event.data)(data)) as Record<string, unknown>
      const aggregateId = String(written[event.aggregateId])
      const before = said.filter((earlier) => earlier.aggregate === aggregate && earlier.aggregateId === aggregateId)
      const message: EventMessage = {
        id: newId(),
        name,
        aggregate,
        aggregateId,
        version: version ?? Math.max(0, ...before.map((earlier) => earlier.version)) + 1,
        occurredAt: new Date().toISOString(),
        data: written,
      }
      said.push(message)
      await jetstream(connection).publish(subjectOf(name), JSON.stringify(message), { msgID: message.id })
      return message
    },
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()))
    },
  }
}
