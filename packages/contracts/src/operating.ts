/** What every service answers about itself, for those who run the system: events that it could not handle. */
import Type from 'typebox'
import { command, problem, query, type ServiceName } from './define.ts'
import { Id, Instant, pageOf, paging } from './formats.ts'

export const NothingParked = problem(404, 'nothing-parked', 'No such event is parked here.')

const ParkedEvent = Type.Object(
  {
    eventId: Id,
    source: Type.String({ description: 'The service that said it.' }),
    name: Type.String(),
    aggregate: Type.String(),
    aggregateId: Type.String(),
    version: Type.Integer(),
    cause: Type.String({ description: 'Why it could not be handled.' }),
    parkedAt: Instant,
  },
  { title: 'ParkedEvent' },
)

export function operating<const Name extends ServiceName>(service: Name) {
  const listParked = query(`${service}.list-parked`, {
    summary: `List the events that ${service} could not handle`,
    needs: 'national-body',
    http: `GET /v1/operating/${service}/parked`,
    input: paging,
    output: pageOf(ParkedEvent),
    problems: [],
  })
  const replayParked = command(`${service}.replay-parked`, {
    summary: `Let ${service} handle a parked event again, and those of the same aggregate behind it`,
    needs: 'national-body',
    http: `POST /v1/operating/${service}/parked/:eventId/replay`,
    input: { eventId: Id },
    output: Type.Object({ replayed: Type.Integer({ minimum: 0, description: 'How many took effect.' }) }),
    status: 200,
    emits: [],
    problems: [NothingParked],
  })
  return { listParked, replayParked, operations: [listParked, replayParked] as const }
}
