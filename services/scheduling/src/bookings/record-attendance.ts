import { ActivityNotInState, AttendanceRecorded, BookingNotInState, NoSuchBooking, RecordAttendance } from '@nlc/contracts/scheduling'
import { type Change, dayInLondon, handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Booking, type BookingState, changeBooking, saidOf } from './booking.ts'
import { findBookingToRun } from './find-booking.ts'
import { refunded, refundOf, spendOf, spent } from './postings.ts'

const recordable: readonly BookingState[] = ['accepted', 'attended', 'absent']

export const recordAttendance = handle(RecordAttendance, async ({ bookingId, attended }, context) => {
  const { today, fail, checkVersion } = context
  const { booking, activity } = (await findBookingToRun(context, bookingId)) ?? fail(NoSuchBooking)
  checkVersion(booking)
  const isDue = activity.state === 'held' || (activity.state === 'published' && dayInLondon(activity.startsAt) <= today)
  if (!isDue) return fail(ActivityNotInState, { state: activity.state, needed: ['held'] })
  if (!recordable.includes(booking.state)) return fail(BookingNotInState, { state: booking.state, needed: [...recordable] })
  return record(context, booking, attended ? 'attended' : 'absent')
})

/** Who was absent has the minutes back; who was not after all spends them. */
export async function record(
  { sql: db, emit }: Change<typeof AttendanceRecorded>,
  booking: Booking,
  state: 'attended' | 'absent',
): Promise<Booking> {
  if (booking.state === state) return booking
  const refund = state === 'absent' ? refundOf(booking) : undefined
  const spend = state === 'attended' && booking.spendReference === undefined ? spendOf(booking) : undefined
  const posting = refund ? sql`, ${refunded}` : spend ? sql`, ${spent(spend)}` : sql``
  const recorded = await changeBooking(db, booking.id, sql`state = ${state}${posting}`)
  emit(AttendanceRecorded, { ...saidOf(recorded), ...(refund && { refund }), ...(spend && { spend }) })
  return recorded
}
