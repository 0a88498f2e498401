import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Instant, Urn } from '../../formats.ts'
import { ActivityId } from '../activities/model.ts'
import { BookingId, BookingState } from './model.ts'

export const NoSuchBooking = problem(404, 'no-such-booking', 'There is no such booking.')
export const BookingNotInState = problem(409, 'booking-not-in-state', 'The booking is in a state in which this cannot be done.', {
  state: BookingState,
  needed: Type.Array(BookingState),
})
export const BookedAlready = problem(409, 'booked-already', 'This person has a booking of this activity already.', { bookingId: BookingId })
export const ActivityStarted = problem(409, 'activity-started', 'It has begun: places are not taken or given up any more.', {
  startsAt: Instant,
})
export const TwiceAtOnce = problem(409, 'twice-at-once', 'This person is booked elsewhere at that time: cancel the one or the other.', {
  bookingId: BookingId,
  activityId: ActivityId,
})
export const TooFarAway = problem(
  409,
  'too-far-away',
  'This person is booked elsewhere so shortly before or after that the way between takes longer than the time between.',
  { bookingId: BookingId, activityId: ActivityId, travelMinutes: Type.Integer(), gapMinutes: Type.Integer() },
)
export const OwnSchool = problem(409, 'own-school', 'A visit is to another school: this person works at the one that hosts.', { urn: Urn })
export const NotOfNetwork = problem(
  409,
  'not-of-network',
  'This person has no place by which they belong to the network on that day: book them as a guest where it takes guests.',
  { day: CalendarDate },
)
export const NoTimeLeft = problem(
  409,
  'no-time-left',
  'So much time is not left of the allowance of this appointment on that day: take a later day, or time that is not teaching.',
  { asked: Type.Integer(), available: Type.Integer(), day: CalendarDate },
)
export const AppointmentNotTheirs = problem(
  422,
  'appointment-not-theirs',
  'This person holds no such appointment on that day: name one that they hold then, or none.',
  { day: CalendarDate },
)
export const TakesNoGuests = problem(
  409,
  'takes-no-guests',
  'Guests come to meetings, sessions and development days: where lessons are visited, whoever comes is known to the platform.',
)
export const ByNameOnly = problem(
  409,
  'by-name-only',
  'Who takes part is named: the team of a learning walk by whoever runs it, the pairs of a Super Learning Day. Wait to be invited.',
)
