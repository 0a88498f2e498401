import { NoSuchSchool } from '@nlc/contracts/membership'
import { ListArrivals } from '@nlc/contracts/scheduling'
import { type Caller, decodeCursor, handle, isNationalBody, pageFrom, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { holds, maySignFor } from '../standing.ts'
import { readBookings } from './booking.ts'

export const listArrivals = handle(ListArrivals, async ({ urn, onDay, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const signs = await maySignFor(db, caller, today, { urn })
  const seesNames = signs || isNationalBody(caller)
  if (!seesNames && !(await isSharedWith(db, caller, urn))) fail(NoSuchSchool)
  const [startsAt, id] =
    after === undefined ? ['-infinity', '00000000-0000-0000-0000-000000000000'] : (decodeCursor(after, 2) as [string, string])
  const leftOut = seesNames ? sql`false` : sql`is_left_out(${caller.client}, b.person_id)`
  const rows = await readBookings(
    db,
    sql`where a.urn = ${urn} and b.state in ('accepted', 'attended')
        and b.starts_at >= ${onDay}::timestamp at time zone 'Europe/London' and b.starts_at < (${onDay}::date + 1)::timestamp at time zone 'Europe/London'
        and b.home_urn is distinct from a.urn and not coalesce(${leftOut}, false)
        and (b.starts_at, b.id) > (${startsAt}::timestamptz, ${id}::uuid)
      order by b.starts_at, b.id limit ${limit + 1}`,
  )
  const page = pageFrom(rows, limit, (booking) => [booking.startsAt.toISOString(), booking.id])
  return {
    ...page,
    items: page.items.map(({ id: bookingId, activityId, kind, startsAt, endsAt, personId, guest, homeUrn, escorted }) => ({
      ...{ bookingId, activityId, kind, startsAt, endsAt, escorted },
      ...(personId !== undefined && { personId }),
      ...(homeUrn !== undefined && { homeUrn }),
      ...(seesNames && guest !== undefined && { guest }),
    })),
  }
})

/** A client for the school's reception acts for nobody. */
const isSharedWith = (db: Sql, caller: Caller, urn: string) =>
  caller.person === undefined ? holds(db, sql`shares_with(${caller.client}, ${urn}, 'activities')`) : false
