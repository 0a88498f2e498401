import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentEnded } from './events.ts'
import { Appointment, AppointmentId, backdating, GivenEndReason } from './model.ts'
import {
  AppointmentHasEnded,
  AppointmentNotInState,
  dayProblems,
  FollowsCoLeaders,
  LastDayBeforeFirst,
  NoSuchAppointment,
} from './problems.ts'

/** The last day counts: the role is held until its end, Europe/London. */
export const EndAppointment = command('roles.end-appointment', {
  summary: 'End an appointment',
  description:
    'By a co-leader of the network, or as `stepped-down` by the person who holds it. The last day counts; changes that were to come after it are dropped. It can be earlier ' +
    'than an end that follows from something else, not later.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/ending',
  input: {
    appointmentId: AppointmentId,
    lastDay: Type.String({ ...CalendarDate, description: 'The last day on which it is held, counted.' }),
    reason: GivenEndReason,
    ...backdating,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentEnded],
  problems: [NoSuchAppointment, AppointmentNotInState, AppointmentHasEnded, LastDayBeforeFirst, FollowsCoLeaders, ...dayProblems],
  ifMatch: true,
})
