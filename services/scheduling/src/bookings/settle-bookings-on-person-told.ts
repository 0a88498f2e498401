/** Who does not belong to the network any more loses what is booked for later; what one record had, the other has after a merge. */
import type { Event } from '@nlc/contracts/define'
import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentVoided,
  GovernanceTermCorrected,
  GovernanceTermEnded,
  GovernanceTermVoided,
  PersonErased,
  PersonLeftNetwork,
  PersonMerged,
  SchoolLeft,
  SchoolSucceeded,
} from '@nlc/contracts/membership'
import { BookingAccepted, BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { type Change, react } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { lockActivities } from '../activities/activity.ts'
import { belongsTo, resolvePerson } from '../standing.ts'
import { type Booking, changeBooking, lockBookings, saidOf } from './booking.ts'
import { cancelBooking } from './cancel-bookings.ts'
import { openDiaries } from './diary.ts'
import { moveUp } from './places.ts'

type Settling = Change<typeof BookingCancelled | typeof BookingAccepted | typeof BookingMoved>
const emits = [BookingCancelled, BookingAccepted] as const

const isOpen = sql`b.state in ('invited', 'accepted', 'waiting')`
const ahead = (now: Date) => sql`${isOpen} and b.starts_at > ${now.toISOString()}::timestamptz`
const belongs = belongsTo(sql.ref('a.network_id'), sql.ref('b.person_id'), sql`(b.starts_at at time zone 'Europe/London')::date`)

/** Cancels those of these; places that come free are given to who waits. `b` is the booking, `a` its activity. */
async function cancelAhead(
  change: Change<typeof BookingCancelled | typeof BookingAccepted>,
  of: RawBuilder<unknown>,
  reason: NonNullable<Booking['cancelReason']>,
): Promise<void> {
  const { sql: db, now } = change
  const these = sql`${ahead(now)} and ${of}`
  const activities = await lockActivities(
    db,
    sql`a.id in (select b.activity_id from booking b join activity a on a.id = b.activity_id where ${these})`,
  )
  for (const booking of await lockBookings(db, these)) await cancelBooking(change, booking, 'platform', reason)
  for (const activity of activities) await moveUp(change, activity)
}

async function settle({ personId: told }: { personId: string }, change: Settling): Promise<void> {
  const personId = (await resolvePerson(change.sql, told)) ?? told
  await cancelAhead(change, sql`b.person_id = ${personId}::uuid and not ${belongs}`, 'left-network')
}

const on = <E extends Event>(what: string, event: E) =>
  react(`scheduling.settle-bookings-on-${what}`, { on: event, emits }, settle as never)

export const settleBookingsOnPersonTold = [
  on('employment-ended', EmploymentEnded),
  on('employment-changed', EmploymentChanged),
  on('employment-corrected', EmploymentCorrected),
  on('employment-voided', EmploymentVoided),
  on('term-ended', GovernanceTermEnded),
  on('term-corrected', GovernanceTermCorrected),
  on('term-voided', GovernanceTermVoided),
  on('person-left-network', PersonLeftNetwork),
] as const

export const settleBookingsOnSchoolLeft = react(
  'scheduling.settle-bookings-on-school-left',
  { on: SchoolLeft, emits },
  async ({ networkId, urn }, change) =>
    cancelAhead(change, sql`a.network_id = ${networkId}::uuid and b.home_urn = ${urn} and not ${belongs}`, 'left-network'),
)

export const cancelBookingsOnPersonErased = react(
  'scheduling.cancel-bookings-of-erased',
  { on: PersonErased, emits },
  async ({ personId }, change) => cancelAhead(change, sql`b.person_id = now_called(${personId}::uuid)`, 'erased'),
)

/** They come from its successor. */
export const carryOverBookingsOnSchoolSucceeded = react(
  'scheduling.carry-over-bookings',
  { on: SchoolSucceeded, emits: [BookingMoved] },
  async ({ urn, successorUrn, firstDay }, { sql: db, emit }) => {
    const these = sql`b.home_urn = ${urn} and ${isOpen} and b.starts_at >= ${firstDay}::timestamp at time zone 'Europe/London'`
    await lockActivities(db, sql`a.id in (select b.activity_id from booking b where ${these})`)
    for (const { id } of await lockBookings(db, these))
      emit(BookingMoved, saidOf(await changeBooking(db, id, sql`home_urn = ${successorUrn}`)))
  },
)

/**
 * What the one had booked, the other has. Where both have the same, or both a place at one time, the one that was booked first stands:
 * the other never was another person's.
 */
export const uniteBookingsOnPersonMerged = react(
  'scheduling.unite-bookings',
  { on: PersonMerged, emits: [BookingMoved, BookingCancelled, BookingAccepted] },
  async ({ personId, intoPersonId }, change) => {
    const { sql: db, emit } = change
    const kept = (await resolvePerson(db, intoPersonId)) ?? intoPersonId
    const theirs = sql`b.person_id = any (${[personId, kept]}::uuid[])`
    const activities = await lockActivities(db, sql`a.id in (select b.activity_id from booking b where ${theirs})`)
    await openDiaries(db, [personId, kept])
    const standing: Booking[] = []
    for (const booking of await lockBookings(db, theirs)) {
      const isStanding = booking.state !== 'declined' && booking.state !== 'cancelled'
      const other = isStanding ? standing.find((one) => one.activityId === booking.activityId || bothTake(one, booking)) : undefined
      if (other) await cancelBooking(change, booking, 'platform', 'merged-duplicate')
      else if (isStanding) standing.push(booking)
    }
    await sql`update booking b set person_id = ${kept} where b.person_id = ${personId}::uuid and b.state in ('declined', 'cancelled')`.execute(
      db,
    )
    for (const { id, personId: whose } of standing)
      if (whose !== kept) emit(BookingMoved, saidOf(await changeBooking(db, id, sql`person_id = ${kept}`)))
    await sql`update assurance set person_id = ${kept} where person_id = ${personId}::uuid`.execute(db)
    await sql`update activity set proposed_by = ${kept} where proposed_by = ${personId}::uuid`.execute(db)
    for (const activity of activities) await moveUp(change, activity)
  },
)

const takes = ({ state }: Booking) => state === 'accepted' || state === 'attended'
const bothTake = (a: Booking, b: Booking) => takes(a) && takes(b) && a.startsAt < b.endsAt && b.startsAt < a.endsAt
