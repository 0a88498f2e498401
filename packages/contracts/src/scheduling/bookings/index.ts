import { RecordAttendance } from './attendance.ts'
import { AcceptInvitation, Book, BookGuest, CancelBooking, DeclineInvitation, Invite, OfferRoles } from './book.ts'
import {
  AttendanceRecorded,
  BookingAccepted,
  BookingCancelled,
  BookingDeclined,
  BookingEscortChanged,
  BookingExceptionAsked,
  BookingExceptionEnded,
  BookingInvited,
  BookingMoved,
  BookingWaiting,
  RolesOffered,
} from './events.ts'
import { GetBooking, ListArrivals, ListBookings } from './read-bookings.ts'

export * from './attendance.ts'
export * from './book.ts'
export * from './events.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-bookings.ts'

export const operations = [
  Book,
  BookGuest,
  OfferRoles,
  Invite,
  AcceptInvitation,
  DeclineInvitation,
  CancelBooking,
  RecordAttendance,
  GetBooking,
  ListBookings,
  ListArrivals,
] as const
export const events = [
  BookingInvited,
  BookingAccepted,
  BookingWaiting,
  BookingDeclined,
  BookingMoved,
  BookingCancelled,
  AttendanceRecorded,
  BookingEscortChanged,
  BookingExceptionAsked,
  BookingExceptionEnded,
  RolesOffered,
] as const
