/** Contracts → AsyncAPI 3: one channel per event, as it travels over NATS JetStream. */
import Type from 'typebox'
import { Components, type JsonObject } from './components.ts'
import type { Event, ServiceContract } from './define.ts'
import { pascal } from './openapi-names.ts'

export function asyncApiOf(services: readonly ServiceContract[], version: string, names?: ReadonlyMap<string, string>): JsonObject {
  const components = new Components(names)
  const channels: JsonObject = {}
  const operations: JsonObject = {}
  const messages: JsonObject = {}

  for (const { name: service, events } of services) {
    for (const event of events) {
      const { name, summary } = event
      channels[name] = {
        address: `evt.${name}`,
        title: summary,
        messages: { [name]: { $ref: `#/components/messages/${name}` } },
        bindings: { nats: { bindingVersion: '0.1.0' } },
      }
      operations[name] = {
        action: 'send',
        title: summary,
        channel: { $ref: `#/channels/${name}` },
        messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
        tags: [{ name: service }],
      }
      messages[name] = {
        name,
        title: summary,
        summary: `About one ${event.aggregate}: \`aggregateId\` is the data's \`${event.aggregateId}\`.`,
        contentType: 'application/json',
        headers: { $ref: '#/components/schemas/EventHeaders' },
        payload: components.show(envelopeOf(event), `${pascal(name)}Event`),
      }
    }
  }
  const schemas = { ...components.all(), EventHeaders: JSON.parse(JSON.stringify(eventHeaders)) }

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Events of the networked learning communities',
      version,
      description,
      license: { name: 'Apache License 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: services.map(({ name, summary }) => ({ name, description: summary })),
    },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { messages, schemas },
  }
}

const description = `What happened in the domain, committed together with the change that it tells of. Each change of state makes exactly one event.

Delivered at least once; in order for one aggregate, whose events are numbered from 1 without gaps (\`version\`): apply the one above the last,
ignore an older one. Order between aggregates is never promised. Ids, codes and dates only: names and other personal data are fetched with
authority. Read leniently: fields can be added. A breaking change is another event, \`….v2\`, beside the first.`

/** What surrounds an event's data. */
const envelopeOf = ({ name, aggregate, data, summary }: Event) =>
  Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'UUIDv7; the same at every delivery.' }),
      name: Type.Literal(name),
      aggregate: Type.Literal(aggregate),
      aggregateId: Type.String(),
      version: Type.Integer({ minimum: 1, description: "The aggregate's events are numbered without gaps." }),
      occurredAt: Type.String({ format: 'date-time' }),
      data,
    },
    { description: summary },
  )

const eventHeaders = Type.Object({
  'Nats-Msg-Id': Type.String({ format: 'uuid', description: "The event's id: the stream keeps one of a kind." }),
  traceparent: Type.Optional(Type.String({ description: 'The trace of the change (W3C Trace Context).' })),
})
