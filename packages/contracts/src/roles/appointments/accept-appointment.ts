import { command } from '../../define.ts'
import { appointedEvents } from '../vacancies/events.ts'
import { AppointmentConfirmed } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment, ReleaseNeeded } from './problems.ts'

export const AcceptAppointment = command('roles.accept-appointment', {
  summary: 'Accept a role that is offered',
  description:
    'By the person to whom it is offered, once the school has released the time, where it takes any. An open vacancy for the role is filled by it, or in part.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/acceptance',
  input: { appointmentId: AppointmentId },
  output: Appointment,
  status: 200,
  emits: [AppointmentConfirmed, ...appointedEvents],
  problems: [NoSuchAppointment, AppointmentNotInState, ReleaseNeeded],
  ifMatch: true,
})
