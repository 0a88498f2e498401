import { ActivityClosed, ActivityNotInState, ActivityNotOver, CloseActivity, NoSuchActivity } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockBookings } from '../bookings/booking.ts'
import { cancelBooking } from '../bookings/cancel-bookings.ts'
import { daysKept, forgetGuests } from '../bookings/forget-guests.ts'
import { countPlaces } from '../bookings/places.ts'
import { record } from '../bookings/record-attendance.ts'
import { changeActivity, saidOf } from './activity.ts'
import { findActivityToRun } from './find-activity.ts'

export const closeActivity = handle(CloseActivity, async ({ activityId }, context) => {
  const { sql: db, now, emit, enqueue, fail, checkVersion } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  checkVersion(activity)
  if (activity.state === 'closed') return activity
  if (activity.state === 'published' && activity.endsAt > now) return fail(ActivityNotOver, { endsAt: activity.endsAt.toISOString() })
  if (activity.state !== 'held') return fail(ActivityNotInState, { state: activity.state, needed: ['held'] })
  for (const booking of await lockBookings(
    db,
    sql`b.activity_id = ${activity.id}::uuid and b.state in ('accepted', 'invited', 'waiting')`,
  )) {
    if (booking.state === 'accepted') await record(context, booking, 'attended')
    else await cancelBooking(context, booking, 'platform', 'activity-closed')
  }
  await countPlaces(db, activity.id)
  const closed = await changeActivity(db, activity.id, sql`state = 'closed'`)
  emit(ActivityClosed, saidOf(closed))
  await enqueue(forgetGuests, { activityId: activity.id }, { key: activity.id, runAt: new Date(now.getTime() + daysKept * 86_400_000) })
  return closed
})
