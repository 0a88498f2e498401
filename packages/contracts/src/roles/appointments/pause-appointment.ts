import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentPaused } from './events.ts'
import { Appointment, AppointmentId, backdating } from './model.ts'
import { AppointmentHasEnded, AppointmentNotInState, dayProblems, NoSuchAppointment, NotWithinAppointment } from './problems.ts'

export const PauseAppointment = command('roles.pause-appointment', {
  summary: 'Pause an appointment from a day on',
  description:
    'By a co-leader of the network. The role is kept and no time accrues, until it is resumed. Meanwhile another appointment may cover it. Why it is paused is told to nobody outside.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/pausing',
  input: {
    appointmentId: AppointmentId,
    firstDay: Type.String({ ...CalendarDate, description: 'The first day of the pause.' }),
    ...backdating,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentPaused],
  problems: [NoSuchAppointment, AppointmentNotInState, AppointmentHasEnded, NotWithinAppointment, ...dayProblems],
  ifMatch: true,
})
