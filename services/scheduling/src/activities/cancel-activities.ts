import { ActivityCancelled, type BookingCancelled } from '@nlc/contracts/scheduling'
import type { Change } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { cancelBookings } from '../bookings/cancel-bookings.ts'
import { type Activity, changeActivity, lockActivities, saidOf } from './activity.ts'

export type Cancelling = Change<typeof ActivityCancelled | typeof BookingCancelled>
type Reason = NonNullable<Activity['cancelReason']>

/** With all of its bookings. It is locked. */
export async function cancelActivity(
  change: Cancelling,
  { id }: Activity,
  by: 'network' | 'host' | 'platform',
  reason: Reason,
): Promise<Activity> {
  const cancelled = await changeActivity(change.sql, id, sql`state = 'cancelled', cancelled_by = ${by}, cancel_reason = ${reason}`)
  change.emit(ActivityCancelled, saidOf(cancelled))
  await cancelBookings(change, cancelled, 'activity-cancelled')
  return cancelled
}

/** Those of these that are not over; `a` is the activity. */
export async function cancelActivities(
  change: Cancelling,
  of: RawBuilder<unknown>,
  by: 'host' | 'platform',
  reason: Reason,
): Promise<void> {
  const { sql: db, now } = change
  const open = sql`a.state in ('proposed', 'host-confirmed', 'published') and a.ends_at > ${now.toISOString()}::timestamptz`
  for (const activity of await lockActivities(db, sql`${of} and ${open}`)) await cancelActivity(change, activity, by, reason)
}
