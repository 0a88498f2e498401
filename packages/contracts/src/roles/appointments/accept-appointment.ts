import { command } from '../../define.ts'
import { AppointmentConfirmed } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment, ReleaseNeeded } from './problems.ts'

export const AcceptAppointment = command('roles.accept-appointment', {
  summary: 'Accept a role that is offered',
  description: 'By the person to whom it is offered, once the school has released the time, where it takes any.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/acceptance',
  input: { appointmentId: AppointmentId },
  output: Appointment,
  status: 200,
  emits: [AppointmentConfirmed],
  problems: [NoSuchAppointment, AppointmentNotInState, ReleaseNeeded],
  ifMatch: true,
})
