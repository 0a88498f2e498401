import Type from 'typebox'
import { command } from '../../define.ts'
import { AttendanceRecorded, BookingAccepted, BookingCancelled, BookingInvited, BookingMoved, BookingWaiting } from '../bookings/events.ts'
import { ActivityCancelled, ActivityClosed, ActivityConfirmed, ActivityPublished, ActivityRescheduled } from './events.ts'
import { Activity, ActivityId, ActivityPlace, activityTerms, GivenActivityCancelReason } from './model.ts'
import { ActivityNotInState, ActivityNotOver, CapacityTaken, NoSuchActivity, PublicationMissing } from './problems.ts'
import { hindrances } from './propose-activity.ts'

const needs = 'scheduling:write'
const byWhom = 'By a co-leader of the network, a signatory of the school that hosts it, or the national body.'

export const ConfirmActivity = command('scheduling.confirm-activity', {
  summary: 'Say yes as the school that is to host',
  description: 'By whoever signs for the school. Confirmed again, it answers as before.',
  needs,
  http: 'POST /v1/activities/:activityId/confirmation',
  input: { activityId: ActivityId },
  output: Activity,
  emits: [ActivityConfirmed],
  problems: [NoSuchActivity, ActivityNotInState, ...hindrances],
  status: 200,
  ifMatch: true,
})

export const PublishActivity = command('scheduling.publish-activity', {
  summary: 'Publish an activity: it takes places from now on',
  description:
    `${byWhom} At a school it has to be confirmed first. A Super Learning Day needs a pair and the suspension of the timetable, a learning walk its protocol and its team. ` +
    'All who take part in its programme are booked. Published again, it answers as before.',
  needs,
  http: 'POST /v1/activities/:activityId/publication',
  input: { activityId: ActivityId },
  output: Activity,
  emits: [ActivityPublished, BookingAccepted, BookingWaiting, BookingInvited],
  problems: [NoSuchActivity, ActivityNotInState, PublicationMissing, ...hindrances],
  status: 200,
  ifMatch: true,
})

export const RescheduleActivity = command('scheduling.reschedule-activity', {
  summary: 'Move an activity to another time or place, or give it more or fewer places',
  description:
    `${byWhom} What is left out stays. Who cannot come then, because of another booking or because no time is left, loses the place and is told so; ` +
    'who waits moves up. At another school it is to be confirmed again.',
  needs,
  http: 'POST /v1/activities/:activityId/rescheduling',
  input: {
    activityId: ActivityId,
    startsAt: Type.Optional(activityTerms.startsAt),
    endsAt: Type.Optional(activityTerms.endsAt),
    place: Type.Optional(ActivityPlace),
    capacity: Type.Optional(activityTerms.capacity),
  },
  output: Activity,
  emits: [ActivityRescheduled, BookingMoved, BookingCancelled, BookingAccepted],
  problems: [NoSuchActivity, ActivityNotInState, CapacityTaken, ...hindrances],
  status: 200,
  ifMatch: true,
})

export const CancelActivity = command('scheduling.cancel-activity', {
  summary: 'Cancel an activity',
  description: `${byWhom} Its bookings are cancelled, and their minutes come back. Cancelled again, it answers as before.`,
  needs,
  http: 'POST /v1/activities/:activityId/cancellation',
  input: { activityId: ActivityId, reason: GivenActivityCancelReason },
  output: Activity,
  emits: [ActivityCancelled, BookingCancelled],
  problems: [NoSuchActivity, ActivityNotInState],
  status: 200,
  ifMatch: true,
})

export const CloseActivity = command('scheduling.close-activity', {
  summary: 'Close an activity that was held',
  description: `${byWhom} Who had a place and is not recorded as absent took part; who was invited or waiting did not.`,
  needs,
  http: 'POST /v1/activities/:activityId/closing',
  input: { activityId: ActivityId },
  output: Activity,
  emits: [ActivityClosed, AttendanceRecorded, BookingCancelled],
  problems: [NoSuchActivity, ActivityNotInState, ActivityNotOver],
  status: 200,
  ifMatch: true,
})
