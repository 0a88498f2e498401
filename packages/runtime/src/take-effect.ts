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

/** `old`: it had taken effect before. `parked`: it waits to be replayed. `gap`: one of its aggregate before it has not taken effect. */
export type Effect = 'applied' | 'old' | 'parked' | 'gap'

/** An event at hand, with the trace that it was said in. */
export interface AtHand {
  readonly event: EventMessage
  readonly trace?: string | undefined
}

/** `replaying`: what is parked takes effect, too, and is parked no more. */
export type TakeEffect = (source: string, events: readonly AtHand[], options?: { replaying?: boolean }) => Promise<Effect[]>

export function takeEffect(parts: {
  reactions: readonly Reaction[]
  database: Database
  clock: Clock
  committed: (what: { emitted: boolean; enqueued: boolean }) => void
}): TakeEffect {
  const { database, clock } = parts
  const byEvent = Map.groupBy(parts.reactions, ({ on }) => on.name)
  const emits = [...new Set(parts.reactions.flatMap((reaction) => reaction.emits))]

  return async (source, events, { replaying = false } = {}) => {
    const effects: Effect[] = []
    const reacted = new Set<string>()
    const applied: AtHand[] = []
    const committed = await unitOfWork(
      database,
      clock,
      {
        // Of what changes nothing, nothing is said to have been done.
        cause: () =>
          reacted.size > 0
            ? {
                operation: [...reacted].join(', '),
                client: source,
                input: applied.map(({ event }) => event.id).join(),
                trace: applied.length === 1 ? applied[0]!.trace : undefined,
              }
            : undefined,
        emits,
      },
      async (change) => {
        // A unit that only met another is run again from the start.
        effects.length = applied.length = 0
        reacted.clear()
        for (const atHand of events) {
          const effect = await inSpan(...spanOf(atHand), () => one(source, atHand.event, change, replaying), contextFrom(atHand.trace))
          effects.push(effect)
          const reactions = effect === 'applied' ? byEvent.get(atHand.event.name) : undefined
          if (!reactions) continue
          applied.push(atHand)
          for (const { name } of reactions) reacted.add(name)
        }
      },
    )
    if (committed) parts.committed(committed)
    return effects
  }

  async function one(source: string, message: EventMessage, change: Change<Event>, replaying: boolean): Promise<Effect> {
    const effect = await note(change.sql, source, message, replaying)
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

/** One above the last, or nothing is changed. An event has taken effect or is parked, never both. */
async function note(db: Sql, source: string, { id, aggregate, aggregateId, version }: EventMessage, replaying: boolean): Promise<Effect> {
  const before = sql`select version from inbox where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}`
  const parked = sql`exists (select from parked where event_id = ${id})`
  const { rows } = await sql<{ noted: boolean; last: number | null; parked: boolean }>`
    with noted as (
      insert into inbox as i (source, aggregate, aggregate_id, version)
      select ${source}, ${aggregate}, ${aggregateId}, ${version}::int
      where (${version}::int = 1 or exists (${before})) and (${replaying} or not ${parked})
      on conflict (source, aggregate, aggregate_id) do update set version = excluded.version where i.version = excluded.version - 1
      returning true
    ), unparked as (
      delete from parked where event_id = ${id} and (exists (select from noted) or ${version}::int <= (${before}))
    )
    select exists (select from noted) as noted, (${before}) as last, ${parked} as parked`.execute(db)
  const { noted, last, parked: waits } = rows[0]!
  if (noted) return 'applied'
  if ((last ?? 0) >= version) return 'old'
  return waits && !replaying ? 'parked' : 'gap'
}
