import { BookingCancelled } from '@nlc/contracts/scheduling'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { type Booking, changeBooking, lockBookings, saidOf } from './booking.ts'
import { countPlaces } from './places.ts'
import { refunded, refundOf } from './postings.ts'

/** With what it spent; who waits is not moved up by it. Its activity is locked. */
export async function cancelBooking(
  { sql: db, emit }: Change<typeof BookingCancelled>,
  booking: Booking,
  by: NonNullable<Booking['cancelledBy']>,
  reason?: Booking['cancelReason'],
): Promise<Booking> {
  const refund = refundOf(booking)
  const cancelled = await changeBooking(
    db,
    booking.id,
    sql`state = 'cancelled', cancelled_by = ${by}, cancel_reason = ${reason ?? null}, ${refunded}`,
  )
  emit(BookingCancelled, { ...saidOf(cancelled), ...(refund && { refund }) })
  return cancelled
}

/** All that stand of an activity. */
export async function cancelBookings(
  change: Change<typeof BookingCancelled>,
  { id }: Activity,
  reason: NonNullable<Booking['cancelReason']>,
): Promise<void> {
  const standing = await lockBookings(
    change.sql,
    sql`b.activity_id = ${id}::uuid and b.state in ('invited', 'accepted', 'waiting', 'attended')`,
  )
  for (const booking of standing) await cancelBooking(change, booking, 'platform', reason)
  await countPlaces(change.sql, id)
}
