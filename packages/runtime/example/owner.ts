/** Stands in for the service that plans visits: what it said, brought in whatever order, and its history where it is there to answer. */
import { readFileSync } from 'node:fs'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, headers, type Subscription } from '@nats-io/transport-node'
import { type EventMessage, newId, streamOf, subjectOf } from '../src/index.ts'

const stream = streamOf('scheduling')

export interface Owner {
  /** What it keeps of its events. */
  history: EventMessage[]
  /** Brings an event to the stream; each call once more. */
  deliver(event: EventMessage): Promise<void>
  isThere(): void
  isAway(): void
  /** The stream is deleted and made anew, empty. */
  loseStream(): Promise<void>
  /** What a consumer has not acknowledged yet. @throws where there is no consumer. */
  pendingOf(consumer: string): Promise<number>
  /** How often something was brought to a consumer so far. */
  deliveriesTo(consumer: string): Promise<number>
  close(): Promise<void>
}

export async function openOwner(url: string, credentialsOf: (name: string) => string): Promise<Owner> {
  const as = async (name: string) =>
    await connect({ servers: url, inboxPrefix: `_INBOX.${name}`, authenticator: credsAuthenticator(readFileSync(credentialsOf(name))) })
  const connection = await as('scheduling')
  const operations = await as('operations')
  let answering: Subscription | undefined
  const { streams } = await jetstreamManager(operations)

  const owner: Owner = {
    history: [],
    async deliver(event) {
      await jetstream(connection).publish(subjectOf(event.name), JSON.stringify(event))
    },
    isThere() {
      answering ??= connection.subscribe('ask.scheduling.events', {
        queue: 'scheduling',
        callback: (_, question) => {
          const { seq, aggregateId, version = 0 } = question.json<{ seq?: number; aggregateId?: string; version?: number }>()
          const all = owner.history.map((event, index) => ({ ...event, seq: index + 1 }))
          const events =
            seq === undefined
              ? all.filter((event) => event.aggregateId === aggregateId && event.version > version)
              : all.filter((event) => event.seq > seq)
          const meta = headers()
          meta.set('status', '200')
          // Small pages, so that more than one is needed.
          question.respond(JSON.stringify({ events: events.slice(0, 3), more: events.length > 3 }), { headers: meta })
        },
      })
    },
    isAway() {
      answering?.unsubscribe()
      answering = undefined
    },
    async loseStream() {
      await streams.delete(stream)
      await streams.add({ name: stream, subjects: ['evt.scheduling.>'], allow_direct: true })
    },
    async pendingOf(consumer) {
      const { num_pending, num_ack_pending } = await (await jetstreamManager(operations)).consumers.info(stream, consumer)
      return num_pending + num_ack_pending
    },
    async deliveriesTo(consumer) {
      return (await (await jetstreamManager(operations)).consumers.info(stream, consumer)).delivered.consumer_seq
    },
    async close() {
      await Promise.all([connection.close(), operations.close()])
    },
  }
  owner.isThere()
  return owner
}

/** A visit's first event, and a booking for each further one. */
export const eventsOf = (visitId: string, count: number): EventMessage[] =>
  Array.from({ length: count }, (_, n) => ({
    id: newId(),
    name: n === 0 ? 'scheduling.visit-planned' : 'scheduling.place-booked',
    aggregate: 'visit',
    aggregateId: visitId,
    version: n + 1,
    occurredAt: new Date().toISOString(),
    data: n === 0 ? { visitId, places: 9 } : { visitId, booked: n },
  }))
