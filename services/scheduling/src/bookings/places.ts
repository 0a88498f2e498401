import { BookingAccepted, BookingWaiting } from '@nlc/contracts/scheduling'
import { type Change, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { type Booking, changeBooking, lockBookings, saidOf, writeBooking } from './booking.ts'
import { openDiaries } from './diary.ts'
import { type Coming, howTheyCome, isHindered } from './how-they-come.ts'
import { type Spend, spendOf, spent } from './postings.ts'

export interface Places {
  readonly capacity: number
  readonly taken: number
  readonly waiting: number
}

/** Of an activity that is locked. */
export async function readPlaces(db: Sql, activityId: string): Promise<Places> {
  const { rows } = await sql<Places>`select capacity, taken, waiting from activity_places where activity_id = ${activityId}::uuid`.execute(
    db,
  )
  return rows[0]!
}

/** Anew from its bookings. */
export async function countPlaces(db: Sql, activityId: string): Promise<Places> {
  const { rows } = await sql<Places>`
    update activity_places set
      taken = (select count(*) from booking where activity_id = ${activityId}::uuid and state in ('accepted', 'attended', 'absent')),
      waiting = (select count(*) from booking where activity_id = ${activityId}::uuid and state = 'waiting')
    where activity_id = ${activityId}::uuid returning capacity, taken, waiting`.execute(db)
  return rows[0]!
}

/** Of who waits: the place is theirs. There is one, and nothing hinders it. Of a guest nothing is to be known besides. */
async function givePlace(change: Change<typeof BookingAccepted>, booking: Booking, coming?: Coming): Promise<Booking> {
  const { sql: db, emit } = change
  const spend = coming && spendOf({ ...booking, ...coming })
  const accepted = await changeBooking(
    db,
    booking.id,
    sql`state = 'accepted', ${coming ? sql`${comingAs(coming)},` : sql``} ${spent(spend)}`,
  )
  emit(BookingAccepted, { ...saidOf(accepted), ...(spend && { spend }) })
  return accepted
}

/** As they come. */
export const comingAs = (
  coming: Coming,
) => sql`appointment_id = ${coming.appointmentId ?? null}::uuid, home_urn = ${coming.homeUrn ?? null},
  taken_from = ${coming.takenFrom}, minutes = ${coming.minutes}, cover_needed = ${coming.coverNeeded}, escorted = ${coming.escorted}`

/** Who takes it: by an invitation, or anew. */
export type Taking = { readonly coming?: Coming } & (
  | { readonly booking: Booking }
  | { readonly personId: string }
  | { readonly guest: NonNullable<Booking['guest']> }
)

/** A place where one is free, else one on the waiting list. The activity is locked; nothing hinders it. */
export async function takePlace(
  change: Change<typeof BookingAccepted | typeof BookingWaiting>,
  activity: Activity,
  { coming, ...who }: Taking,
): Promise<Booking> {
  const { sql: db, emit, now } = change
  const { capacity, taken } = await readPlaces(db, activity.id)
  const state = taken < capacity ? 'accepted' : 'waiting'
  let booking: Booking
  let spend: Spend | undefined
  if ('booking' in who) {
    spend = coming && state === 'accepted' ? spendOf({ ...who.booking, ...coming }) : undefined
    const how = coming ? sql`, ${comingAs(coming)}` : sql``
    booking = await changeBooking(db, who.booking.id, sql`state = ${state}${how}, ${spent(spend)}`)
  } else {
    const id = newId()
    const anew = { id, startsAt: activity.startsAt, postings: 0 }
    spend = coming && state === 'accepted' ? spendOf({ ...anew, ...coming }) : undefined
    booking = await writeBooking(db, activity, { id, state, ...who, ...coming, spend, bookedAt: now })
  }
  await countPlaces(db, activity.id)
  if (state === 'waiting') emit(BookingWaiting, saidOf(booking))
  else emit(BookingAccepted, { ...saidOf(booking), ...(spend && { spend }) })
  return booking
}

/**
 * Counts the places anew; those that are free go to those who wait, in their order, while it takes places. Whom something hinders now
 * keeps waiting. The activity is locked.
 */
export async function moveUp(change: Change<typeof BookingAccepted>, activity: Activity): Promise<void> {
  const { sql: db, now } = change
  const { capacity, taken } = await countPlaces(db, activity.id)
  if (activity.state !== 'published' || activity.startsAt <= now) return
  let free = capacity - taken
  if (free <= 0) return
  const waiting = await lockBookings(db, sql`b.activity_id = ${activity.id}::uuid and b.state = 'waiting'`)
  await openDiaries(
    db,
    waiting.flatMap(({ personId }) => personId ?? []),
  )
  for (const booking of waiting) {
    if (free === 0) break
    const { personId, appointmentId, takenFrom } = booking
    if (personId === undefined) {
      await givePlace(change, booking)
    } else {
      const coming = await howTheyCome(db, activity, { personId, appointmentId, takenFrom })
      if (isHindered(coming)) continue
      await givePlace(change, booking, coming)
    }
    free -= 1
  }
  await countPlaces(db, activity.id)
}
