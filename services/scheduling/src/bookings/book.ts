import { NeedsPerson, NoSuchPerson } from '@nlc/contracts/membership'
import {
  AcceptInvitation,
  ActivityNotInState,
  ActivityStarted,
  Book,
  BookedAlready,
  BookingDeclined,
  BookingInvited,
  BookingNotInState,
  DeclineInvitation,
  Invite,
  NoSuchActivity,
  NoSuchBooking,
  NotOfNetwork,
} from '@nlc/contracts/scheduling'
import { dayInLondon, type Fail, handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { findActivityToBook, findActivityToRun } from '../activities/find-activity.ts'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { type Booking, changeBooking, readBookings, saidOf, writeBooking } from './booking.ts'
import { openDiaries } from './diary.ts'
import { findOwnBooking } from './find-booking.ts'
import { type Coming, howTheyCome, isHindered, placesOf, whatHindersAtOwnSchool } from './how-they-come.ts'
import { takePlace } from './places.ts'

export const book = handle(Book, async ({ activityId, ...asked }, context) => {
  const { sql: db, caller, today, fail } = context
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const activity = (await findActivityToBook(context, activityId)) ?? fail(NoSuchActivity)
  requireOpen(activity, context.now, fail)
  await openDiaries(db, [personId])
  const there = await standingBooking(db, activity.id, personId)
  if (there) return fail(BookedAlready, { bookingId: there.id })
  const coming = await howTheyCome(db, activity, { personId, ...asked })
  if (isHindered(coming)) refuseWhere(coming, fail)
  return takePlace(context, activity, { personId, coming: coming as Coming })
})

export const invite = handle(Invite, async ({ activityId, personId: named }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  requireOpen(activity, now, fail)
  const personId = (await resolvePerson(db, named)) ?? fail(NoSuchPerson)
  const there = await standingBooking(db, activity.id, personId)
  if (there) return fail(BookedAlready, { bookingId: there.id })
  const day = dayInLondon(activity.startsAt)
  const [place] = await placesOf(db, activity, personId, day)
  if (!place) return fail(NotOfNetwork, { day })
  refuseWhere(await whatHindersAtOwnSchool(db, activity, personId), fail)
  const invited = await writeBooking(db, activity, { state: 'invited', personId, homeUrn: place.urn ?? undefined, bookedAt: now })
  emit(BookingInvited, saidOf(invited))
  return invited
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

const standingBooking = async (db: Sql, activityId: string, personId: string): Promise<Booking | undefined> =>
  (
    await readBookings(
      db,
      sql`where b.activity_id = ${activityId}::uuid and b.person_id = ${personId}::uuid and b.state not in ('declined', 'cancelled')`,
    )
  )[0]
