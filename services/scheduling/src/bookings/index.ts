import { keepAppointmentOnAppointmentTold } from '@nlc/known/appointments'
import { acceptInvitation, book, bookGuest, declineInvitation, invite } from './book.ts'
import { cancelBooking } from './cancel-booking.ts'
import {
  askForExceptionOnOverdraftRecorded,
  cancelBookingOnOverdraftUnresolved,
  endExceptionOnOverdraftExcepted,
  endExceptionOnOverdraftSettled,
} from './follow-overdraft-on-overdraft-told.ts'
import { forgetGuests } from './forget-guests.ts'
import {
  keepSpendOnOverdraftExcepted,
  keepSpendOnTimeAccountMoved,
  keepSpendOnTimeRefunded,
  keepSpendOnTimeSpent,
} from './keep-spend-on-time-told.ts'
import { listArrivals } from './list-arrivals.ts'
import { offerRoles } from './offer-roles.ts'
import { getBooking, listBookings } from './read-bookings.ts'
import { recordAttendance } from './record-attendance.ts'
import {
  cancelBookingsOnPersonErased,
  carryOverBookingsOnSchoolSucceeded,
  settleBookingsOnPersonTold,
  settleBookingsOnSchoolLeft,
  uniteBookingsOnPersonMerged,
} from './settle-bookings-on-person-told.ts'

export const handlers = [
  book,
  bookGuest,
  offerRoles,
  invite,
  acceptInvitation,
  declineInvitation,
  cancelBooking,
  recordAttendance,
  getBooking,
  listBookings,
  listArrivals,
] as const
export const entities = [] as const
export const reactions = [
  ...keepAppointmentOnAppointmentTold,
  keepSpendOnTimeSpent,
  keepSpendOnTimeRefunded,
  keepSpendOnTimeAccountMoved,
  keepSpendOnOverdraftExcepted,
  askForExceptionOnOverdraftRecorded,
  endExceptionOnOverdraftExcepted,
  endExceptionOnOverdraftSettled,
  cancelBookingOnOverdraftUnresolved,
  ...settleBookingsOnPersonTold,
  settleBookingsOnSchoolLeft,
  carryOverBookingsOnSchoolSucceeded,
  uniteBookingsOnPersonMerged,
  cancelBookingsOnPersonErased,
] as const
export const works = [forgetGuests] as const
