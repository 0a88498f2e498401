import Type from 'typebox'
import { CalendarDate, Id, Instant, text, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../../roles/appointments/model.ts'
import { OverdraftId, PostingReference, SpentMinutes, TimeTakenFrom } from '../../roles/ledger/model.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'
import { ActivityId } from '../activities/model.ts'
import { LessonPeriod } from '../calendars/timetable.ts'
import { ActivityKind } from '../host-offers/model.ts'

export const BookingId = Type.String({ format: 'uuid', description: 'A place in an activity, or what may become one.' })

/** `waiting`: on the waiting list, in the order in which they came; the first whom nothing hinders moves up. */
export const BookingState = Type.Enum(['invited', 'accepted', 'waiting', 'declined', 'attended', 'absent', 'cancelled'])

/** Who gave the place up. `platform`: it follows from something else. */
export const BookingCancelledBy = Type.Enum(['visitor', 'host', 'platform'])

/** Why a booking was cancelled where it followed from something else. */
export const BookingCancelReason = Type.Enum([
  'activity-cancelled',
  'activity-closed',
  'rescheduled',
  'no-time-left',
  'left-network',
  'merged-duplicate',
  'erased',
])

/** `asked`: roles found more spent than there is, and the booking waits for the signatory's exception until `exceptBy`. */
export const BookingException = Type.Object({
  state: Type.Enum(['asked', 'made']),
  overdraftId: OverdraftId,
  exceptBy: Type.Optional(CalendarDate),
})

/** As events carry it: nobody's name. A guest has no `personId`. */
export const BookingRecord = Type.Object({
  id: BookingId,
  version: Version,
  activityId: ActivityId,
  networkId: NetworkId,
  kind: ActivityKind,
  urn: Type.Optional(Type.String({ ...Urn, description: 'The school that hosts.' })),
  startsAt: Instant,
  endsAt: Instant,
  personId: Type.Optional(Id),
  appointmentId: Type.Optional(Type.String({ ...AppointmentId, description: 'The role in which they come: what the time is spent from.' })),
  homeUrn: Type.Optional(Type.String({ ...Urn, description: 'The school from which they come.' })),
  state: BookingState,
  takenFrom: TimeTakenFrom,
  minutes: Type.Integer({ minimum: 0, description: 'What it spends of the time allowance of the appointment.' }),
  coverNeeded: Type.Boolean({ description: 'Lessons at the school from which they come have to be covered.' }),
  lessonsMissed: Type.Optional(
    Type.Array(LessonPeriod, { description: 'Of the timetable of the school from which they come, with the way: what needs cover.' }),
  ),
  travelMinutes: Type.Optional(
    Type.Integer({ minimum: 0, description: 'One way from there to where it is. Absent: online, or one of the two is unknown.' }),
  ),
  escorted: Type.Boolean({ description: 'No assurance of checks by the employer covers the day: the host escorts them.' }),
  exception: Type.Optional(BookingException),
  couldTakeOn: Type.Optional(
    Type.Array(RoleCode, {
      description: 'Roles of the network that they offered to take on: passed to roles as an expression of interest.',
    }),
  ),
  cancelledBy: Type.Optional(BookingCancelledBy),
  cancelReason: Type.Optional(BookingCancelReason),
  bookedAt: Instant,
})

/** Somebody without a record of their own: from the community, the council, an agency. Kept here alone, and never sent to anybody. */
export const Guest = Type.Object({
  name: text(200),
  organisation: Type.Optional(text(200)),
})

export const Booking = Type.Object({
  ...BookingRecord.properties,
  guest: Type.Optional(Guest),
})

/** Minutes that roles is to post: once for its `reference`. */
export const Spend = Type.Object({
  reference: PostingReference,
  appointmentId: AppointmentId,
  day: CalendarDate,
  minutes: SpentMinutes,
  takenFrom: TimeTakenFrom,
})

/** All that is left of what was posted by `of` comes back. */
export const Refund = Type.Object({ of: PostingReference, reference: PostingReference })
