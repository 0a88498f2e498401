/** Roles found more spent than there is, after all: the booking asks for the signatory's exception, and without one is cancelled. */
import { OverdraftExcepted, OverdraftRecorded, OverdraftSettled, OverdraftUnresolved } from '@nlc/contracts/roles'
import { BookingAccepted, BookingCancelled, BookingExceptionAsked, BookingExceptionEnded } from '@nlc/contracts/scheduling'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockActivities } from '../activities/activity.ts'
import { type Booking, changeBooking, lockBookings, saidOf } from './booking.ts'
import { cancelBooking } from './cancel-bookings.ts'
import { moveUp } from './places.ts'

interface Told {
  readonly source?: string
  readonly reference?: string
  readonly overdraftId: string
}

/** That of the posting, where it still stands: what was cancelled or moved in the meantime has another, or none. */
async function findBooking(db: Sql, { source, reference }: Told) {
  if (source !== 'scheduling' || reference === undefined) return undefined
  const [activity] = await lockActivities(db, sql`a.id = (select activity_id from booking where spend_reference = ${reference})`)
  const [booking] = activity ? await lockBookings(db, sql`b.spend_reference = ${reference}`) : []
  return activity && booking && { activity, booking }
}

const isAsked = (booking: Booking, { overdraftId }: Told) => booking.exception?.overdraftId === overdraftId

export const askForExceptionOnOverdraftRecorded = react(
  'scheduling.ask-for-exception',
  { on: OverdraftRecorded, emits: [BookingExceptionAsked] },
  async (told, { sql: db, emit }) => {
    const found = await findBooking(db, told)
    if (!found || isAsked(found.booking, told)) return
    const asked = sql`overdraft_id = ${told.overdraftId}::uuid, overdraft_state = 'asked', except_by = ${told.exceptBy}`
    emit(BookingExceptionAsked, saidOf(await changeBooking(db, found.booking.id, asked)))
  },
)

export const endExceptionOnOverdraftExcepted = react(
  'scheduling.note-exception',
  { on: OverdraftExcepted, emits: [BookingExceptionEnded] },
  async (told, { sql: db, emit }) => {
    const found = await findBooking(db, told)
    if (!found || !isAsked(found.booking, told)) return
    emit(BookingExceptionEnded, saidOf(await changeBooking(db, found.booking.id, sql`overdraft_state = 'made', except_by = null`)))
  },
)

export const endExceptionOnOverdraftSettled = react(
  'scheduling.end-exception',
  { on: OverdraftSettled, emits: [BookingExceptionEnded] },
  async (told, { sql: db, emit }) => {
    const found = await findBooking(db, told)
    if (!found || !isAsked(found.booking, told)) return
    const none = sql`overdraft_id = null, overdraft_state = null, except_by = null`
    emit(BookingExceptionEnded, saidOf(await changeBooking(db, found.booking.id, none)))
  },
)

export const cancelBookingOnOverdraftUnresolved = react(
  'scheduling.cancel-overdrawn-booking',
  { on: OverdraftUnresolved, emits: [BookingCancelled, BookingAccepted] },
  async (told, change) => {
    const found = await findBooking(change.sql, told)
    if (found?.booking.state !== 'accepted') return
    await cancelBooking(change, found.booking, 'platform', 'no-time-left')
    await moveUp(change, found.activity)
  },
)
