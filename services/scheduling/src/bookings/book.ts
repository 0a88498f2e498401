import { NeedsPerson, NoSuchPerson } from '@nlc/contracts/membership'
import {
  AcceptInvitation,
  ActivityNotInState,
  ActivityStarted,
  Book,
  BookGuest,
  BookingDeclined,
  BookingNotInState,
  ByNameOnly,
  DeclineInvitation,
  Invite,
  NoSuchActivity,
  NoSuchBooking,
  TakesNoGuests,
} from '@nlc/contracts/scheduling'
import { type Fail, handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { findActivityToBook, findActivityToRun } from '../activities/find-activity.ts'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { changeBooking, saidOf } from './booking.ts'
import { openDiaries } from './diary.ts'
import { findOwnBooking } from './find-booking.ts'
import { type Coming, howTheyCome, isHindered, whatHindersAtOwnSchool } from './how-they-come.ts'
import { inviteTo, whatHindersInviting, whatHindersTwice } from './invite.ts'
import { takePlace } from './places.ts'

/** Whoever runs them names who takes part. */
const byName: readonly Activity['kind'][] = ['learning-walk', 'super-learning-day']
/** No lessons are visited there. */
const withGuests: readonly Activity['kind'][] = ['meeting', 'session', 'development-day']

export const book = handle(Book, async ({ activityId, ...asked }, context) => {
  const { sql: db, caller, today, fail } = context
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const activity = (await findActivityToBook(context, activityId)) ?? fail(NoSuchActivity)
  if (byName.includes(activity.kind)) fail(ByNameOnly)
  requireOpen(activity, context.now, fail)
  await openDiaries(db, [personId])
  refuseWhere(await whatHindersTwice(db, activity, personId), fail)
  const coming = await howTheyCome(db, activity, { personId, ...asked })
  if (isHindered(coming)) refuseWhere(coming, fail)
  return takePlace(context, activity, { personId, coming: coming as Coming })
})

export const invite = handle(Invite, async ({ activityId, personId: named }, context) => {
  const { sql: db, now, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (byName.includes(activity.kind)) fail(ByNameOnly)
  requireOpen(activity, now, fail)
  const personId = (await resolvePerson(db, named)) ?? fail(NoSuchPerson)
  refuseWhere(await whatHindersInviting(db, activity, personId), fail)
  refuseWhere(await whatHindersAtOwnSchool(db, activity, personId), fail)
  return inviteTo(context, activity, personId)
})

export const bookGuest = handle(BookGuest, async ({ activityId, ...guest }, context) => {
  const { now, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (!withGuests.includes(activity.kind)) fail(TakesNoGuests)
  requireOpen(activity, now, fail)
  return takePlace(context, activity, { guest })
})

export const acceptInvitation = handle(AcceptInvitation, async ({ bookingId, ...asked }, context) => {
  const { sql: db, now, fail, checkVersion } = context
  const { booking, activity } = (await findOwnBooking(context, bookingId)) ?? fail(NoSuchBooking)
  checkVersion(booking)
  if (booking.state !== 'invited') return fail(BookingNotInState, { state: booking.state, needed: ['invited'] })
  requireOpen(activity, now, fail)
  await openDiaries(db, [booking.personId!])
  const coming = await howTheyCome(db, activity, { personId: booking.personId!, ...asked })
  if (isHindered(coming)) refuseWhere(coming, fail)
  return takePlace(context, activity, { booking, coming: coming as Coming })
})

export const declineInvitation = handle(DeclineInvitation, async ({ bookingId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const { booking } = (await findOwnBooking(context, bookingId)) ?? fail(NoSuchBooking)
  checkVersion(booking)
  if (booking.state === 'declined') return booking
  if (booking.state !== 'invited') return fail(BookingNotInState, { state: booking.state, needed: ['invited'] })
  const declined = await changeBooking(db, booking.id, sql`state = 'declined'`)
  emit(BookingDeclined, saidOf(declined))
  return declined
})

function requireOpen({ state, startsAt }: Activity, now: Date, fail: Fail<typeof ActivityNotInState | typeof ActivityStarted>): void {
  if (state !== 'published') fail(ActivityNotInState, { state, needed: ['published'] })
  if (startsAt <= now) fail(ActivityStarted, { startsAt: startsAt.toISOString() })
}
