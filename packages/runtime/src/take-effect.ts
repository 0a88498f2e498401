/** Lets events take effect: the note of each and all reactions to it, in one transaction for as many as are at hand. */
import type { Event } from '@nlc/contracts/define'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import type { Change, Reaction, Sql } from './handle.ts'
import type { EventMessage } from './outbox.ts'
import { readerOf } from './schema.ts'
import { contextFrom, inSpan, SpanKind } from './telemetry.ts'
import { unitOfWork } from './unit-of-work.ts'

/** `old`: it had taken effect before. `gap`: one of its aggregate before it has not. */
export type Effect = 'applied' | 'old' | 'gap'

/** An event at hand, with the trace that it was said in. */
export interface AtHand {
  readonly event: EventMessage
  readonly trace?: string | undefined
}

export type TakeEffect = (source: string, events: readonly AtHand[], options?: { fromParked?: boolean }) => Promise<Effect[]>

export function takeEffect(parts: {
  reactions: readonly Reaction[]
  database: Database
  clock: Clock
  committed: (what: { emitted: boolean; enqueued: boolean }) => void
}): TakeEffect {
  const { database, clock } = parts
  const byEvent = Map.groupBy(parts.reactions, ({ on }) => on.name)
  const emits = [...new Set(parts.reactions.flatMap((reaction) => reaction.emits))]

  return async (source, events, { fromParked = false } = {}) => {
    const reacting = new Set(events.flatMap(({ event }) => byEvent.get(event.name) ?? []).map(({ name }) => name))
    const effects: Effect[] = []
    const committed = await unitOfWork(
      database,
      clock,
      {
        cause:
          reacting.size > 0
            ? { operation: [...reacting].join(', '), client: source, input: events.map(({ event }) => event.id).join() }
            : undefined,
        emits,
      },
      async (change) => {
        // A unit that only met another is run again from the start.
        effects.length = 0
        for (const atHand of events)
          effects.push(await inSpan(...spanOf(atHand), () => one(source, atHand.event, change, fromParked), contextFrom(atHand.trace)))
      },
    )
    if (committed) parts.committed(committed)
    return effects
  }

  async function one(source: string, message: EventMessage, change: Change<Event>, fromParked: boolean): Promise<Effect> {
    const effect = await note(change.sql, source, message)
    // Given up in the same transaction: a parked event is never in both places, nor in neither.
    if (fromParked && effect !== 'gap') await sql`delete from parked where event_id = ${message.id}`.execute(change.sql)
    if (effect !== 'applied') return effect
    for (const { name, on, run } of byEvent.get(message.name) ?? []) {
      const reader = readerOf(on.data)
      if (!reader.check(message.data)) throw new TypeError(`${name}: ${JSON.stringify(reader.faults(message.data))}`)
      await run(message.data as never, {
        ...change,
        event: { id: message.id, version: message.version, recordedAt: new Date(message.occurredAt) },
      })
      // What the next reaction reads by SQL must be there.
      await change.em.flush()
    }
    return effect
  }
}

const spanOf = ({ event }: AtHand) =>
  [`react ${event.name}`, SpanKind.CONSUMER, { 'messaging.system': 'nats', 'messaging.message.id': event.id }] as const

/** One above the last, or nothing is changed. */
async function note(db: Sql, source: string, { aggregate, aggregateId, version }: EventMessage): Promise<Effect> {
  const { rows } = await sql<{ noted: boolean; last: number | null }>`
    with noted as (
      insert into inbox as i (source, aggregate, aggregate_id, version)
      select ${source}, ${aggregate}, ${aggregateId}, ${version}::int
      where ${version}::int = 1 or exists (select from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId})
      on conflict (source, aggregate, aggregate_id) do update set version = excluded.version where i.version = excluded.version - 1
      returning true
    )
    select exists (select from noted) as noted,
           (select version from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}) as last`.execute(
    db,
  )
  const { noted, last } = rows[0]!
  if (noted) return 'applied'
  return (last ?? 0) >= version ? 'old' : 'gap'
}
