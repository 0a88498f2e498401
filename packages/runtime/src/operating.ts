/** What every service answers about itself, for those who run it. */
import type { ServiceName } from '@nlc/contracts/define'
import { NothingParked, operating } from '@nlc/contracts/operating'
import { sql } from 'kysely'
import { isNationalBody } from './caller.ts'
import { decodeCursor, pageFrom } from './cursor.ts'
import { type Handler, handle } from './handle.ts'
import type { Inbox } from './inbox.ts'

interface ParkedRow {
  eventId: string
  source: string
  name: string
  aggregate: string
  aggregateId: string
  version: number
  cause: string
  parkedAt: Date
}

export function operatingHandlers(service: ServiceName, inbox: Inbox): Handler[] {
  const { listParked, replayParked } = operating(service)
  return [
    handle(listParked, async ({ after, limit = 50 }, { sql: db, caller }) => {
      if (!isNationalBody(caller)) return { items: [] }
      const [from] = decodeCursor(after, 1) ?? ['00000000-0000-0000-0000-000000000000']
      const { rows } = await sql<ParkedRow>`
        select event_id as "eventId", source, name, aggregate, aggregate_id as "aggregateId", version, cause, parked_at as "parkedAt"
        from parked where event_id::text > ${from} order by event_id::text limit ${limit + 1}`.execute(db)
      return pageFrom(rows, limit, ({ eventId }) => [eventId])
    }),
    // Each event takes effect in a transaction of its own; this one only finds and reports.
    handle(replayParked, async ({ eventId }, { sql: db, caller, fail }) => {
      const { rows } = await sql`select from parked where event_id = ${eventId}`.execute(db)
      if (!isNationalBody(caller) || rows.length === 0) return fail(NothingParked)
      return { replayed: await inbox.replay(eventId) }
    }),
  ]
}
