import { ActivityNotInState, ActivityRescheduled, CapacityTaken, NoSuchActivity, RescheduleActivity } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { moveBookings } from '../bookings/move-bookings.ts'
import { moveUp, readPlaces } from '../bookings/places.ts'
import { refuseWhere } from '../hindrance.ts'
import { maySignFor } from '../standing.ts'
import { type Activity, changeActivity, saidOf, standing } from './activity.ts'
import { findActivityToRun } from './find-activity.ts'
import { holdActivity } from './hold-activity.ts'
import { whatHindersActivity } from './what-hinders-activity.ts'

export const rescheduleActivity = handle(RescheduleActivity, async ({ activityId, ...asked }, context) => {
  const { sql: db, caller, now, today, emit, enqueue, fail, checkVersion } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  checkVersion(activity)
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  const { place = activity.place, capacity = activity.capacity } = asked
  const startsAt = asked.startsAt === undefined ? activity.startsAt : new Date(asked.startsAt)
  const endsAt = asked.endsAt === undefined ? activity.endsAt : new Date(asked.endsAt)
  const { taken } = await readPlaces(db, activity.id)
  if (taken > capacity) return fail(CapacityTaken, { taken })
  const moved = { ...activity, place, capacity, startsAt, endsAt }
  refuseWhere(await whatHindersActivity(db, moved, now), fail)

  const newHost = place.urn === activity.place.urn ? undefined : place.urn
  const isConfirmed = newHost === undefined || (await maySignFor(db, caller, today, { urn: newHost }))
  const state: Activity['state'] = isConfirmed ? activity.state : 'proposed'
  await sql`update activity_places set capacity = ${capacity} where activity_id = ${activity.id}::uuid`.execute(db)
  const rescheduled = await changeActivity(
    db,
    activity.id,
    sql`state = ${state}, place_kind = ${place.kind}, urn = ${place.urn ?? null}, place_name = ${place.name ?? null},
      latitude = ${place.latitude ?? null}, longitude = ${place.longitude ?? null}, starts_at = ${startsAt.toISOString()}::timestamptz,
      ends_at = ${endsAt.toISOString()}::timestamptz, capacity = ${capacity}, times_rescheduled = times_rescheduled + 1`,
  )
  emit(ActivityRescheduled, saidOf(rescheduled))
  if (state === 'published') await enqueue(holdActivity, { activityId: activity.id }, { key: activity.id, runAt: endsAt })
  const isElsewhere = JSON.stringify(place) !== JSON.stringify(activity.place)
  if (isElsewhere || +startsAt !== +activity.startsAt || +endsAt !== +activity.endsAt) await moveBookings(context, rescheduled)
  await moveUp(context, rescheduled)
  return rescheduled
})
