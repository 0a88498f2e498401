import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentEnded, AppointmentResumed, AppointmentVoided, AppointmentWithdrawn } from './events.ts'
import { Appointment, AppointmentId, backdating } from './model.ts'
import {
  AppointmentHasEnded,
  AppointmentNotInState,
  dayProblems,
  NoSuchAppointment,
  NotWithinAppointment,
  OverPersonCap,
  RoleIsFull,
} from './problems.ts'

export const ResumeAppointment = command('roles.resume-appointment', {
  summary: 'Resume a paused appointment from a day',
  description:
    'By a co-leader of the network. What covers it ends the day before, as `completed`; an offer of cover is withdrawn, and cover that has not begun is voided.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/resumption',
  input: {
    appointmentId: AppointmentId,
    firstDay: Type.String({ ...CalendarDate, description: 'The first day on which it is held again.' }),
    ...backdating,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentResumed, AppointmentEnded, AppointmentVoided, AppointmentWithdrawn],
  problems: [
    NoSuchAppointment,
    AppointmentNotInState,
    AppointmentHasEnded,
    NotWithinAppointment,
    OverPersonCap,
    RoleIsFull,
    ...dayProblems,
  ],
  ifMatch: true,
})
