import {
  ActivityConfirmed,
  ActivityNotInState,
  ActivityPublished,
  type BookingAccepted,
  type BookingInvited,
  type BookingWaiting,
  CancelActivity,
  ConfirmActivity,
  NoSuchActivity,
  PublicationMissing,
  PublishActivity,
} from '@nlc/contracts/scheduling'
import { type Change, handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { refuseWhere } from '../hindrance.ts'
import { bookParticipants } from '../shared-programmes/book-participants.ts'
import { type Activity, changeActivity, saidOf, standing } from './activity.ts'
import { cancelActivity as cancel } from './cancel-activities.ts'
import { findActivityToRun } from './find-activity.ts'
import { holdActivity } from './hold-activity.ts'
import { whatHindersActivity } from './what-hinders-activity.ts'
import { whatIsMissing } from './what-is-missing.ts'

export const confirmActivity = handle(ConfirmActivity, async ({ activityId }, context) => {
  const { sql: db, now, emit, fail, checkVersion } = context
  const { activity, by } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (by !== 'host') return fail(NoSuchActivity)
  checkVersion(activity)
  if (activity.state === 'host-confirmed') return activity
  if (activity.state !== 'proposed') return fail(ActivityNotInState, { state: activity.state, needed: ['proposed'] })
  refuseWhere(await whatHindersActivity(db, activity, now), fail)
  const confirmed = await changeActivity(db, activity.id, sql`state = 'host-confirmed'`)
  emit(ActivityConfirmed, saidOf(confirmed))
  return confirmed
})

export const publishActivity = handle(PublishActivity, async ({ activityId }, context) => {
  const { sql: db, now, fail, checkVersion } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  checkVersion(activity)
  if (activity.state === 'published') return activity
  const needed = activity.place.urn === undefined ? 'proposed' : 'host-confirmed'
  if (activity.state !== needed) return fail(ActivityNotInState, { state: activity.state, needed: [needed] })
  const missing = await whatIsMissing(db, activity)
  if (missing) return fail(PublicationMissing, { missing })
  refuseWhere(await whatHindersActivity(db, activity, now), fail)
  return publish(context, activity)
})

/** Nothing is missing, and nothing hinders it. */
export async function publish(change: Publication, activity: Activity): Promise<Activity> {
  const published = await changeActivity(change.sql, activity.id, sql`state = 'published'`)
  change.emit(ActivityPublished, saidOf(published))
  await change.enqueue(holdActivity, { activityId: activity.id }, { key: activity.id, runAt: activity.endsAt })
  await bookParticipants(change, published)
  return published
}
type Publication = Change<typeof ActivityPublished | typeof BookingAccepted | typeof BookingWaiting | typeof BookingInvited>

export const cancelActivity = handle(CancelActivity, async ({ activityId, reason }, context) => {
  const { fail, checkVersion } = context
  const { activity, by } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  checkVersion(activity)
  if (activity.state === 'cancelled') return activity
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  return cancel(context, activity, by, reason)
})
