import Type from 'typebox'
import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { AppointmentId } from '../../roles/appointments/model.ts'
import { TimeTakenFrom } from '../../roles/ledger/model.ts'
import { ProtectedTime } from '../../roles/ledger/problems.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'
import { ActivityId } from '../activities/model.ts'
import { ActivityNotInState, NoSuchActivity } from '../activities/problems.ts'
import { BookingAccepted, BookingCancelled, BookingDeclined, BookingInvited, BookingWaiting, RolesOffered } from './events.ts'
import { Booking, BookingId, Guest } from './model.ts'
import {
  ActivityStarted,
  AppointmentNotTheirs,
  BookedAlready,
  BookingNotInState,
  ByNameOnly,
  NoSuchBooking,
  NoTimeLeft,
  NotOfNetwork,
  OwnSchool,
  TakesNoGuests,
  TooFarAway,
  TwiceAtOnce,
} from './problems.ts'

const needs = 'scheduling:write'

/** In which role somebody comes, and out of what time. */
const terms = {
  appointmentId: Type.Optional(
    Type.String({ ...AppointmentId, description: 'The role in which they come. Absent: none, and nothing is spent of any allowance.' }),
  ),
  takenFrom: Type.Optional(
    Type.Enum([...TimeTakenFrom.enum], {
      description:
        'Absent: `teaching` where there are lessons at the school from which they come and it begins before 15:30, else `inset` or `evening`; of a governor `governor`.',
    }),
  ),
}

/** What keeps somebody from having a place. */
export const hindrancesOfBooking = [
  OwnSchool,
  NotOfNetwork,
  AppointmentNotTheirs,
  ProtectedTime,
  NoTimeLeft,
  TwiceAtOnce,
  TooFarAway,
] as const

export const Book = command('scheduling.book', {
  summary: 'Book a place',
  description:
    'For the person for whom the client acts. Answers with the place, or with one on the waiting list where all are taken: who waits moves up by themselves, in order. ' +
    'As many as ask at once, no more are accepted than there are places.',
  needs,
  http: 'POST /v1/activities/:activityId/bookings',
  input: { activityId: ActivityId, ...terms },
  output: Booking,
  emits: [BookingAccepted, BookingWaiting],
  problems: [NeedsPerson, NoSuchActivity, ByNameOnly, ActivityNotInState, ActivityStarted, BookedAlready, ...hindrancesOfBooking],
})

export const Invite = command('scheduling.invite', {
  summary: 'Invite somebody to an activity',
  description:
    'By a co-leader of the network, a signatory of the school that hosts it, or the national body. No place is held for them until they accept.',
  needs,
  http: 'POST /v1/activities/:activityId/invitations',
  input: { activityId: ActivityId, personId: Id },
  output: Booking,
  emits: [BookingInvited],
  problems: [NoSuchActivity, ByNameOnly, ActivityNotInState, ActivityStarted, NoSuchPerson, BookedAlready, NotOfNetwork, OwnSchool],
})

export const BookGuest = command('scheduling.book-guest', {
  summary: 'Book a place for a guest',
  description:
    'For somebody without a record of their own: from the community, the council, an agency. By a co-leader of the network, a signatory of the school that hosts it, or the national body. ' +
    'Their name is kept until 90 days after the activity is closed, and shown to those who run it alone.',
  needs,
  http: 'POST /v1/activities/:activityId/guest-bookings',
  input: { activityId: ActivityId, ...Guest.properties },
  output: Booking,
  emits: [BookingAccepted, BookingWaiting],
  problems: [NoSuchActivity, TakesNoGuests, ActivityNotInState, ActivityStarted],
})

export const OfferRoles = command('scheduling.offer-roles', {
  summary: 'Say which roles one could take on',
  description: 'By the person whose booking it is, as everybody is asked at a development day. Said again, it is said anew.',
  needs,
  http: 'PUT /v1/bookings/:bookingId/role-offers',
  input: { bookingId: BookingId, roleCodes: Type.Array(RoleCode, { minItems: 1, maxItems: 10, uniqueItems: true }) },
  output: Booking,
  emits: [RolesOffered],
  problems: [NoSuchBooking, BookingNotInState],
  ifMatch: true,
})

export const AcceptInvitation = command('scheduling.accept-invitation', {
  summary: 'Accept an invitation',
  description: 'By the person who is invited. Answers as booking a place does.',
  needs,
  http: 'POST /v1/bookings/:bookingId/acceptance',
  input: { bookingId: BookingId, ...terms },
  output: Booking,
  emits: [BookingAccepted, BookingWaiting],
  problems: [NoSuchBooking, BookingNotInState, ActivityNotInState, ActivityStarted, ...hindrancesOfBooking],
  status: 200,
  ifMatch: true,
})

export const DeclineInvitation = command('scheduling.decline-invitation', {
  summary: 'Decline an invitation',
  description: 'By the person who is invited. Declined again, it answers as before.',
  needs,
  http: 'POST /v1/bookings/:bookingId/declining',
  input: { bookingId: BookingId },
  output: Booking,
  emits: [BookingDeclined],
  problems: [NoSuchBooking, BookingNotInState],
  status: 200,
  ifMatch: true,
})

export const CancelBooking = command('scheduling.cancel-booking', {
  summary: 'Give a place up, or take it back',
  description:
    'By the person whose it is; by a co-leader of the network, a signatory of the school that hosts, or the national body. The minutes come back, and the first of those ' +
    'who wait whom nothing hinders has the place. Cancelled again, it answers as before.',
  needs,
  http: 'POST /v1/bookings/:bookingId/cancellation',
  input: { bookingId: BookingId },
  output: Booking,
  emits: [BookingCancelled, BookingAccepted],
  problems: [NoSuchBooking, BookingNotInState, ActivityStarted],
  status: 200,
  ifMatch: true,
})
