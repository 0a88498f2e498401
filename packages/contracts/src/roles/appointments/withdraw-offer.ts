import { command } from '../../define.ts'
import { AppointmentWithdrawn } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment } from './problems.ts'

export const WithdrawOffer = command('roles.withdraw-offer', {
  summary: 'Take back the offer of a role',
  description: 'By a co-leader of the network, until it is accepted.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/withdrawal',
  input: { appointmentId: AppointmentId },
  output: Appointment,
  status: 200,
  emits: [AppointmentWithdrawn],
  problems: [NoSuchAppointment, AppointmentNotInState],
  ifMatch: true,
})
