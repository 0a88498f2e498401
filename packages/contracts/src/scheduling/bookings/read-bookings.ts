import Type from 'typebox'
import { query } from '../../define.ts'
import { DayOfThisCentury, followedPageOf, following, Id, Instant, pageOf, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { ActivityId } from '../activities/model.ts'
import { ActivityKind } from '../host-offers/model.ts'
import { Booking, BookingId, BookingState, Guest } from './model.ts'
import { NoSuchBooking } from './problems.ts'

const needs = 'scheduling:read'

export const GetBooking = query('scheduling.get-booking', {
  summary: 'Get a booking',
  description: 'A guest’s name is shown to co-leaders of the network and to signatories of the school that hosts.',
  needs,
  http: 'GET /v1/bookings/:bookingId',
  input: { bookingId: BookingId },
  output: Booking,
  problems: [NoSuchBooking],
})

export const ListBookings = query('scheduling.list-bookings', {
  summary: 'List bookings',
  description:
    'In the order in which they were made: of a waiting list, its order. Yours; of networks that you co-lead; of schools that you sign for, as host or as home; of people of schools that share activities with the client.',
  needs,
  http: 'GET /v1/bookings',
  input: {
    activityId: Type.Optional(ActivityId),
    networkId: Type.Optional(NetworkId),
    personId: Type.Optional(Id),
    homeUrn: Type.Optional(Type.String({ ...Urn, description: 'Of people who come from this school.' })),
    state: Type.Optional(BookingState),
    ...following,
    ...paging,
  },
  output: followedPageOf(Booking),
  problems: [],
})

/** Somebody who comes to a school. */
export const Arrival = Type.Object({
  bookingId: BookingId,
  activityId: ActivityId,
  kind: ActivityKind,
  startsAt: Instant,
  endsAt: Instant,
  personId: Type.Optional(Id),
  guest: Type.Optional(Guest),
  homeUrn: Type.Optional(Urn),
  escorted: Type.Boolean(),
})

export const ListArrivals = query('scheduling.list-arrivals', {
  summary: 'List who comes to a school on a day',
  description:
    'For reception: in the order in which they are due, and who is to be escorted. For whoever signs for the school, the national body, and clients with which the school shares activities: those see no guest’s name.',
  needs,
  http: 'GET /v1/schools/:urn/arrivals',
  input: { urn: Urn, onDay: DayOfThisCentury, ...paging },
  output: pageOf(Arrival),
  problems: [NoSuchSchool],
})
