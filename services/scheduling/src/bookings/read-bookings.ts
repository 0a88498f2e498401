import { GetBooking, ListBookings, NoSuchBooking } from '@nlc/contracts/scheduling'
import { type Caller, decodeCursor, followedPage, handle, type Sql, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { seesBooking, seesGuest } from '../standing.ts'
import { type Booking, readBookings } from './booking.ts'

export const getBooking = handle(GetBooking, async ({ bookingId }, { sql: db, caller, today, fail }) => {
  const [booking] = await shown(db, caller, today, sql`b.id = ${bookingId}::uuid and ${seesBooking(caller, today)}`)
  return booking ?? fail(NoSuchBooking)
})

export const listBookings = handle(ListBookings, async (input, { sql: db, caller, today }) => {
  const { activityId, networkId, personId, homeUrn, state, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  const seen: RawBuilder<unknown>[] = [seesBooking(caller, today)]
  if (activityId !== undefined) seen.push(sql`b.activity_id = ${activityId}::uuid`)
  if (networkId !== undefined) seen.push(sql`a.network_id = ${networkId}::uuid`)
  if (personId !== undefined) seen.push(sql`b.person_id = now_called(${personId}::uuid)`)
  if (updatedSince !== undefined) seen.push(sql`b.updated_at >= ${updatedSince}::timestamptz`)
  const matches: RawBuilder<unknown>[] = [sql`true`]
  if (state !== undefined) matches.push(sql`b.state = ${state}`)
  if (homeUrn !== undefined) matches.push(sql`b.home_urn = ${homeUrn}`)
  const inView = sql.join(seen, sql` and `)
  const asked = sql`(${sql.join(matches, sql` and `)})`
  const rows = await shown(db, caller, today, sql`${from(after)} and ${inView} and ${asked}`, limit + 1)
  const left = () => readBookings(db, sql`where ${inView} and not ${asked} order by b.seq`)
  return followedPage(
    rows,
    { limit, after, updatedSince, updatedUntil: until },
    ({ bookedAt, id }) => [bookedAt.toISOString(), id],
    matches.length === 1 ? undefined : left,
  )
})

/** `seq` is nobody's to see: a page goes on after the booking at which the one before ended. */
function from(after: string | undefined): RawBuilder<unknown> {
  if (after === undefined) return sql`true`
  const [, id] = decodeCursor(after, 2) as [string, string]
  return sql`b.seq > (select seq from booking where id = ${id}::uuid)`
}

/** Guests' names for those who may see them. */
async function shown(db: Sql, caller: Caller, today: string, where: RawBuilder<unknown>, limit = 1): Promise<Booking[]> {
  const bookings = await readBookings(db, sql`where ${where} order by b.seq limit ${limit}`)
  if (!bookings.some(({ guest }) => guest !== undefined)) return bookings
  const seen = await readBookings(
    db,
    sql`where b.id = any (${bookings.map(({ id }) => id)}::uuid[]) and b.guest is not null and ${seesGuest(caller, today)}`,
  )
  const named = new Set(seen.map(({ id }) => id))
  return bookings.map(({ guest, ...booking }) => (guest !== undefined && named.has(booking.id) ? { ...booking, guest } : booking))
}
