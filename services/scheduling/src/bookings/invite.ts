import { BookedAlready, BookingInvited, NotOfNetwork } from '@nlc/contracts/scheduling'
import { type Change, dayInLondon, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { type Hindrance, hindrance } from '../hindrance.ts'
import { type Booking, readBookings, saidOf, writeBooking } from './booking.ts'
import { placesOf } from './how-they-come.ts'

/** One booking of an activity stands for a person, whatever became of others. */
export async function whatHindersTwice(db: Sql, { id }: Activity, personId: string): Promise<Hindrance<typeof BookedAlready> | undefined> {
  const [there] = await readBookings(
    db,
    sql`where b.activity_id = ${id}::uuid and b.person_id = ${personId}::uuid and b.state not in ('declined', 'cancelled')`,
  )
  return there && hindrance(BookedAlready, { bookingId: there.id })
}

export async function whatHindersInviting(
  db: Sql,
  activity: Activity,
  personId: string,
): Promise<Hindrance<typeof BookedAlready | typeof NotOfNetwork> | undefined> {
  const day = dayInLondon(activity.startsAt)
  const places = await placesOf(db, activity, personId, day)
  return places.length === 0 ? hindrance(NotOfNetwork, { day }) : whatHindersTwice(db, activity, personId)
}

/** Nothing hinders it, and the activity is locked. */
export async function inviteTo(
  { sql: db, now, emit }: Change<typeof BookingInvited>,
  activity: Activity,
  personId: string,
): Promise<Booking> {
  const [place] = await placesOf(db, activity, personId, dayInLondon(activity.startsAt))
  const home = place?.urn == null ? {} : { homeUrn: place.urn }
  const invited = await writeBooking(db, activity, { state: 'invited', personId, ...home, bookedAt: now })
  emit(BookingInvited, saidOf(invited))
  return invited
}
