import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'
import { BookingId, BookingRecord, Refund, Spend } from './model.ts'

const about = { booking: 'bookingId' } as const
/** The whole of it with each of them; its `version` is that of the event. */
const data = { bookingId: BookingId, booking: BookingRecord }
const spend = { spend: Type.Optional(Spend) }
const refund = { refund: Type.Optional(Refund) }

export const BookingInvited = event('scheduling.booking-invited', {
  summary: 'Somebody is invited; no place is held for them yet.',
  about,
  data,
})

export const BookingAccepted = event('scheduling.booking-accepted', {
  summary: 'Somebody has a place: booked, accepted, or moved up from the waiting list. `spend`: what roles posts for it.',
  about,
  data: { ...data, ...spend },
})

export const BookingWaiting = event('scheduling.booking-waiting', {
  summary: 'All places are taken: somebody is on the waiting list.',
  about,
  data,
})

export const BookingDeclined = event('scheduling.booking-declined', { summary: 'Somebody said no to an invitation.', about, data })

export const BookingMoved = event('scheduling.booking-moved', {
  summary:
    'What somebody has booked is at another time or place, or is theirs under another record. Where its day or minutes changed, the one posting is exchanged for the other.',
  about,
  data: { ...data, ...refund, ...spend },
})

export const BookingCancelled = event('scheduling.booking-cancelled', {
  summary: 'A place was given up, or taken back. `refund`: the minutes come back.',
  about,
  data: { ...data, ...refund },
})

export const AttendanceRecorded = event('scheduling.attendance-recorded', {
  summary: 'Somebody took part, or did not: who was absent has the minutes back.',
  about,
  data: { ...data, ...refund, ...spend },
})

export const BookingEscortChanged = event('scheduling.booking-escort-changed', {
  summary: 'An assurance of checks was given or withdrawn: the host need not escort them any more, or has to.',
  about,
  data,
})

export const BookingExceptionAsked = event('scheduling.booking-exception-asked', {
  summary: 'There was no time left for it after all: without the signatory’s exception it is cancelled after 7 days.',
  about,
  data,
})

export const BookingExceptionEnded = event('scheduling.booking-exception-ended', {
  summary: 'The signatory made an exception, or the minutes are there after all: the booking stands.',
  about,
  data,
})

export const RolesOffered = event('scheduling.roles-offered', {
  summary: 'Somebody who takes part said which roles of the network they could take on: roles notes it as an expression of interest.',
  about,
  data: { ...data, personId: Id, networkId: NetworkId, roleCodes: Type.Array(RoleCode, { minItems: 1 }) },
})
