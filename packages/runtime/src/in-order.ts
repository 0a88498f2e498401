/**
 * Deals with events at hand: each aggregate's in order, with what is missing asked of its owner; what cannot be handled is
 * parked with its cause, and what follows it in that aggregate behind it.
 */
import { Unavailable } from '@nlc/contracts/platform'
import { context } from '@opentelemetry/api'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Bus } from './bus.ts'
import { causeOf } from './cause.ts'
import type { Clock } from './clock.ts'
import { type Database, isOutage } from './database.ts'
import type { Reaction } from './handle.ts'
import { askHistory } from './history.ts'
import type { Logger } from './log.ts'
import type { EventMessage } from './outbox.ts'
import { Refusal } from './problem.ts'
import { type AtHand, type Effect, takeEffect } from './take-effect.ts'
import { contextFrom } from './telemetry.ts'

export interface InboxParts {
  readonly service: string
  readonly reactions: readonly Reaction[]
  readonly database: Database
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Logger
  /** Reactions emitted or queued something. */
  readonly committed: (what: { emitted: boolean; enqueued: boolean }) => void
  /** Before an event is tried for the second time, in milliseconds; then twice as long each time. Default: 200. */
  readonly retryMs?: number
  /** After which an event is brought again that was brought to a process which has gone. Default: 10,000. */
  readonly ackWaitMs?: number
}

export interface InOrder {
  /** In one transaction, and where that does not go, each on its own. True for each that is dealt with; the others are to come again. */
  together(source: string, events: readonly AtHand[]): Promise<boolean[]>
  /** See `Inbox`. */
  replay(eventId: string): Promise<number>
  /** Milliseconds until something is tried again for the time named. */
  retryMs(tries: number): number
}

const maxTries = 5
const replayMs = 5_000

/** Nothing is wrong with the event: the database, or the owner of what is missing before it, is away. */
const isAway = (cause: unknown) => isOutage(cause) || (cause instanceof Refusal && cause.problem.status >= 500)

export function inOrder(parts: InboxParts): InOrder {
  const { database, bus, log } = parts
  const take = takeEffect(parts)
  const retryMs = (tries: number) => Math.min((parts.retryMs ?? 200) * 2 ** (tries - 1), 5_000)
  // By id, not by how often the broker brought it: that counts outages, and what follows an event asks for it, too.
  const failing = new LRUCache<string, { tries: number; notBefore: number }>({ max: 10_000 })
  let replaying = false
  return { together, replay, retryMs }

  async function together(source: string, events: readonly AtHand[]): Promise<boolean[]> {
    let effects: readonly (Effect | undefined)[] = []
    if (events.length > 0 && !events.some(({ event }) => failing.has(event.id))) {
      try {
        effects = await take(source, events)
      } catch (cause) {
        if (isAway(cause)) {
          log.warn({ err: cause, source, events: events.length }, 'events cannot be handled now; they are tried again')
          return events.map(() => false)
        }
      }
    }
    const dealtWith: boolean[] = []
    for (const [index, atHand] of events.entries()) {
      const effect = effects[index] ?? 'gap'
      dealtWith.push(effect !== 'gap' || (await alone(source, atHand)))
    }
    return dealtWith
  }

  /** True where it is dealt with: in effect, old, or parked. What is logged meanwhile is in the trace that the event was said in. */
  function alone(source: string, atHand: AtHand): Promise<boolean> {
    return context.with(contextFrom(atHand.trace), () => tried(source, atHand))
  }

  async function tried(source: string, atHand: AtHand): Promise<boolean> {
    const { event } = atHand
    const failed = failing.get(event.id)
    if (failed && failed.notBefore > Date.now()) return false
    try {
      const dealtWith = await fillingGap(source, atHand)
      if (dealtWith) failing.delete(event.id)
      return dealtWith
    } catch (cause) {
      const tries = (failed?.tries ?? 0) + 1
      if (isAway(cause) || tries < maxTries) {
        // Half of the pause: the broker's clock, which brings it again, is not ours.
        if (!isAway(cause)) failing.set(event.id, { tries, notBefore: Date.now() + retryMs(tries) / 2 })
        log.warn({ err: cause, event: event.name, eventId: event.id, tries }, 'an event could not be handled; it is tried again')
        return false
      }
      log.error({ err: cause, event: event.name, eventId: event.id }, 'an event could not be handled; it is parked')
      return await park(source, event, causeOf(cause))
    }
  }

  async function park(source: string, event: EventMessage, cause: string): Promise<boolean> {
    try {
      await sql`insert into parked ${parkedRow(source, event, cause)} on conflict do nothing`.execute(database.sql)
    } catch (failure) {
      log.warn({ err: failure, eventId: event.id }, 'an event could not be parked; it is tried again')
      return false
    }
    failing.delete(event.id)
    return true
  }

  /** True where it is in effect, old, parked, or now parked behind another; false where what is missing before it cannot be had now. */
  async function fillingGap(source: string, atHand: AtHand, options?: { replaying: boolean }): Promise<boolean> {
    const { event } = atHand
    const { aggregate, aggregateId, version } = event
    for (;;) {
      const [effect] = await take(source, [atHand], options)
      if (effect !== 'gap') return true
      if (await parkBehind(source, event)) return true
      const { rows } = await sql<{ last: number }>`
        select coalesce(max(version), 0) as last from inbox
        where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}`.execute(database.sql)
      const { last } = rows[0]!
      // Another has been faster.
      if (last >= version - 1) continue
      const { events } = await askHistory(bus, source, { aggregate, aggregateId, version: last })
      const missing = events.filter((event) => event.version < version)
      if (missing[0]?.version !== last + 1) return false
      for (const event of missing) if (!(await alone(source, { event }))) return false
    }
  }

  /**
   * Parks it where one before it is parked, and answers whether that is so. Which of the two comes first is decided by a lock
   * on the one before: a replay that is just taking it away is waited for, and one that comes later finds what is behind.
   */
  async function parkBehind(source: string, event: EventMessage): Promise<boolean> {
    const { rows } = await sql<{ behind: boolean }>`
      with before as (
        select event_id from parked
        where source = ${source} and aggregate = ${event.aggregate} and aggregate_id = ${event.aggregateId} and version < ${event.version}
        order by version desc limit 1 for share
      ), added as (
        insert into parked ${parkedRow(source, event, 'an event of this aggregate before it is parked')}
        where exists (select from before) on conflict do nothing
      )
      select exists (select from before) as behind`.execute(database.sql)
    return rows[0]!.behind
  }

  async function replay(eventId: string): Promise<number> {
    if (replaying) throw new Refusal(Unavailable, { detail: 'Another replay is under way.' })
    replaying = true
    try {
      const { rows } = await sql<ParkedAggregate>`
        select source, aggregate, aggregate_id as "aggregateId" from parked where event_id = ${eventId}`.execute(database.sql)
      return rows[0] ? await replayAll(rows[0]) : 0
    } finally {
      replaying = false
    }
  }

  async function replayAll({ source, aggregate, aggregateId }: ParkedAggregate): Promise<number> {
    const until = performance.now() + replayMs
    for (let replayed = 0; ; replayed++) {
      // Each time anew: meanwhile more may have been parked behind.
      const { rows } = await sql<{ message: EventMessage }>`
        select message from parked where source = ${source} and aggregate = ${aggregate} and aggregate_id = ${aggregateId}
        order by version limit 1`.execute(database.sql)
      if (!rows[0] || performance.now() > until) return replayed
      const event = rows[0].message
      try {
        if (!(await fillingGap(source, { event }, { replaying: true })))
          throw new Error('an event of this aggregate before it has not taken effect')
      } catch (cause) {
        if (isAway(cause)) throw cause
        await sql`update parked set cause = ${causeOf(cause)} where event_id = ${event.id}`.execute(database.sql)
        return replayed
      }
    }
  }
}

interface ParkedAggregate {
  source: string
  aggregate: string
  aggregateId: string
}

const parkedRow = (source: string, event: EventMessage, cause: string) => sql`
  (event_id, source, aggregate, aggregate_id, version, name, message, cause)
  select ${event.id}::uuid, ${source}, ${event.aggregate}, ${event.aggregateId}, ${event.version}::int, ${event.name}, ${JSON.stringify(event)}::jsonb, ${cause}`
