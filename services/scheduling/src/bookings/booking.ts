import type { Booking as Shown } from '@nlc/contracts/scheduling'
import { newId, type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { type Lesson, lessonsBetween, usualLessons } from '../calendars/timetable.ts'
import { type TravelRule, travelMinutes } from '../travel/travel.ts'
import { timeInLondon } from './time-of-day.ts'

type ShownBooking = Static<typeof Shown>
export type BookingState = ShownBooking['state']
export type TakenFrom = ShownBooking['takenFrom']
/** As the API shows it, but for instants, which are no strings yet; and what is posted of it. */
export type Booking = Omit<ShownBooking, 'startsAt' | 'endsAt' | 'bookedAt'> & {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly bookedAt: Date
  /** Of the posting that stands. */
  readonly spendReference?: string
  readonly spendDay?: string
  /** How many there were. */
  readonly postings: number
}

/** A place, or what may become one. */
export const open: readonly BookingState[] = ['invited', 'accepted', 'waiting']

interface Way {
  readonly isOnline: boolean
  readonly isSame: boolean
  readonly fromLatitude: number | null
  readonly fromLongitude: number | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly rule: TravelRule
  readonly lessons: Lesson[] | null
}

function minutesOf({ isSame, fromLatitude, fromLongitude, latitude, longitude, rule }: Way): number | undefined {
  if (isSame) return 0
  if (fromLatitude === null || fromLongitude === null || latitude === null || longitude === null) return undefined
  return travelMinutes({ latitude: fromLatitude, longitude: fromLongitude }, { latitude, longitude }, rule)
}

/** How far they go, and which lessons that costs where lessons need cover. */
function ofAbsence({ startsAt, endsAt, coverNeeded }: Pick<Booking, 'startsAt' | 'endsAt' | 'coverNeeded'>, way: Way | null) {
  const minutes = way === null || way.isOnline ? undefined : minutesOf(way)
  const away = (instant: Date, by: number) => timeInLondon(new Date(instant.getTime() + by * 60_000))
  const missed = coverNeeded && lessonsBetween(way?.lessons ?? usualLessons, away(startsAt, -(minutes ?? 0)), away(endsAt, minutes ?? 0))
  return { ...(minutes !== undefined && { travelMinutes: minutes }), ...(missed && { lessonsMissed: missed }) }
}

/** `b` is the booking, `a` its activity. */
export async function readBookings(db: Sql, rest: RawBuilder<unknown>): Promise<Booking[]> {
  const { rows } = await sql<WithoutNulls<Booking> & { way: Way | null }>`
    select b.id, b.version, b.activity_id as "activityId", a.network_id as "networkId", a.kind, a.urn, b.starts_at as "startsAt", b.ends_at as "endsAt",
      b.person_id as "personId", nullif(b.guest, '{}') as guest, b.appointment_id as "appointmentId", b.home_urn as "homeUrn", b.state, b.taken_from as "takenFrom",
      b.minutes, b.cover_needed as "coverNeeded", b.escorted,
      case when b.home_urn is not null then jsonb_build_object('isSame', a.urn is not distinct from b.home_urn,
        'isOnline', a.place_kind = 'online', 'lessons', y.periods,
        'rule', jsonb_build_object('detour', r.detour, 'kmPerHour', r.km_per_hour, 'fixedMinutes', r.fixed_minutes, 'step', r.step),
        'fromLatitude', h.latitude, 'fromLongitude', h.longitude,
        'latitude', coalesce(a.latitude, t.latitude), 'longitude', coalesce(a.longitude, t.longitude)) end as way,
      case when b.overdraft_state is not null then jsonb_strip_nulls(
        jsonb_build_object('state', b.overdraft_state, 'overdraftId', b.overdraft_id, 'exceptBy', b.except_by)) end as exception,
      b.could_take_on as "couldTakeOn", b.cancelled_by as "cancelledBy", b.cancel_reason as "cancelReason", b.booked_at as "bookedAt",
      b.spend_reference as "spendReference", b.spend_day as "spendDay", b.postings
    from booking b join activity a on a.id = b.activity_id
      left join known_school h on h.urn = b.home_urn left join known_school t on t.urn = a.urn
      left join timetable y on y.urn = b.home_urn cross join travel_rule r
    ${rest}`.execute(db)
  return rows.map(({ way, ...row }) => ({ ...withoutNulls(row), ...ofAbsence(row, way) })) as Booking[]
}

export const readBooking = async (db: Sql, id: string): Promise<Booking> => (await readBookings(db, sql`where b.id = ${id}::uuid`))[0]!

/** Until the end of the transaction; in the order in which they were made. Their activities are locked already. */
export const lockBookings = (db: Sql, of: RawBuilder<unknown>): Promise<Booking[]> =>
  readBookings(db, sql`where ${of} order by b.seq for update of b`)

/** What its events say of it: nobody's name. */
export const saidOf = ({ guest: _, spendReference: __, spendDay: ___, postings: ____, ...booking }: Booking) => ({
  bookingId: booking.id,
  booking,
})

/** @returns as it is now. */
export async function changeBooking(db: Sql, id: string, set: RawBuilder<unknown>): Promise<Booking> {
  await sql`update booking b set version = b.version + 1, ${set} where b.id = ${id}::uuid`.execute(db)
  return readBooking(db, id)
}

export interface BookingToWrite
  extends Partial<
    Pick<Booking, 'appointmentId' | 'homeUrn' | 'takenFrom' | 'minutes' | 'coverNeeded' | 'escorted' | 'guest' | 'personId'>
  > {
  readonly id?: string
  readonly state: BookingState
  readonly bookedAt: Date
  readonly spend?: { readonly reference: string; readonly day: string } | undefined
}

export async function writeBooking(
  db: Sql,
  activity: { id: string; startsAt: Date; endsAt: Date },
  booking: BookingToWrite,
): Promise<Booking> {
  const { id = newId(), state, personId, guest, spend } = booking
  await sql`
    insert into booking (id, activity_id, person_id, guest, appointment_id, home_urn, starts_at, ends_at, state, taken_from, minutes, cover_needed,
      escorted, spend_reference, spend_day, postings, booked_at)
    values (${id}, ${activity.id}, ${personId ?? null}, ${guest === undefined ? null : JSON.stringify(guest)}::jsonb, ${booking.appointmentId ?? null}::uuid,
      ${booking.homeUrn ?? null}, ${activity.startsAt.toISOString()}::timestamptz, ${activity.endsAt.toISOString()}::timestamptz, ${state},
      ${booking.takenFrom ?? 'guest'}, ${booking.minutes ?? 0}, ${booking.coverNeeded ?? false}, ${booking.escorted ?? true},
      ${spend?.reference ?? null}, ${spend?.day ?? null}::date, ${spend ? 1 : 0}, ${booking.bookedAt.toISOString()}::timestamptz)`.execute(
    db,
  )
  return readBooking(db, id)
}
