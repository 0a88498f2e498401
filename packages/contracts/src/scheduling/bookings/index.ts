import { RecordAttendance } from './attendance.ts'
import { AcceptInvitation, Book, BookGuest, CancelBooking, DeclineInvitation, Invite, OfferRoles } from './book.ts'
import * as said from './events.ts'
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
export const events = Object.values(said) as readonly (typeof said)[keyof typeof said][]
