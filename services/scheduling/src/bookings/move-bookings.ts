import { type BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { type Change, dayInLondon } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { type Booking, changeBooking, lockBookings, saidOf } from './booking.ts'
import { cancelBooking } from './cancel-bookings.ts'
import { openDiaries } from './diary.ts'
import { howTheyCome, isHindered } from './how-they-come.ts'
import { comingAs } from './places.ts'
import { refundOf, spendOf, spent } from './postings.ts'

/** Its time or place is another one now: who has a place keeps it where nothing hinders that, and is told of it. It is locked; whoever
 * calls moves others up into what comes free. */
export async function moveBookings(change: Change<typeof BookingMoved | typeof BookingCancelled>, activity: Activity): Promise<void> {
  const { sql: db } = change
  const standing = await lockBookings(db, sql`b.activity_id = ${activity.id}::uuid and b.state in ('invited', 'accepted', 'waiting')`)
  await openDiaries(
    db,
    standing.flatMap(({ personId }) => personId ?? []),
  )
  for (const booking of standing) await moveBooking(change, activity, booking)
}

async function moveBooking(
  change: Change<typeof BookingMoved | typeof BookingCancelled>,
  activity: Activity,
  booking: Booking,
): Promise<void> {
  const { sql: db, emit } = change
  const times = sql`starts_at = ${activity.startsAt.toISOString()}::timestamptz, ends_at = ${activity.endsAt.toISOString()}::timestamptz`
  const { personId, appointmentId, takenFrom } = booking
  if (personId === undefined || booking.state !== 'accepted') {
    emit(BookingMoved, saidOf(await changeBooking(db, booking.id, times)))
    return
  }
  const coming = await howTheyCome(db, activity, { personId, appointmentId, ...(takenFrom !== 'teaching' && { takenFrom }) })
  if (isHindered(coming)) {
    await cancelBooking(change, booking, 'platform', 'rescheduled')
    return
  }
  const day = dayInLondon(activity.startsAt)
  const staysPosted = booking.spendDay === day && booking.minutes === coming.minutes
  const refund = staysPosted ? undefined : refundOf(booking)
  const spend = staysPosted ? undefined : spendOf({ ...booking, ...coming, startsAt: activity.startsAt })
  const posting = staysPosted ? sql`` : sql`, ${spent(spend)}, overdraft_id = null, overdraft_state = null, except_by = null`
  const moved = await changeBooking(db, booking.id, sql`${times}, ${comingAs(coming)}${posting}`)
  emit(BookingMoved, { ...saidOf(moved), ...(refund && { refund }), ...(spend && { spend }) })
}
