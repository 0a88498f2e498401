import { ActivityStarted, BookingNotInState, CancelBooking, NoSuchBooking } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { open } from './booking.ts'
import { cancelBooking as cancel } from './cancel-bookings.ts'
import { findBookingToCancel } from './find-booking.ts'
import { moveUp } from './places.ts'

export const cancelBooking = handle(CancelBooking, async ({ bookingId }, context) => {
  const { now, fail, checkVersion } = context
  const { booking, activity, by } = (await findBookingToCancel(context, bookingId)) ?? fail(NoSuchBooking)
  checkVersion(booking)
  if (booking.state === 'cancelled') return booking
  if (!open.includes(booking.state)) return fail(BookingNotInState, { state: booking.state, needed: [...open] })
  if (booking.startsAt <= now) return fail(ActivityStarted, { startsAt: booking.startsAt.toISOString() })
  const cancelled = await cancel(context, booking, by)
  await moveUp(context, activity)
  return cancelled
})
