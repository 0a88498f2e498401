import { command } from '../../define.ts'
import { AppointmentDeclined } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment } from './problems.ts'

export const DeclineAppointment = command('roles.decline-appointment', {
  summary: 'Decline a role that is offered',
  description: 'By the person to whom it is offered.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/declining',
  input: { appointmentId: AppointmentId },
  output: Appointment,
  status: 200,
  emits: [AppointmentDeclined],
  problems: [NoSuchAppointment, AppointmentNotInState],
  ifMatch: true,
})
