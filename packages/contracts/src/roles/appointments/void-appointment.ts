import { command } from '../../define.ts'
import { AppointmentVoided } from './events.ts'
import { Appointment, AppointmentId, Explanation } from './model.ts'
import { AppointmentNotInState, FollowsCoLeaders, NoSuchAppointment } from './problems.ts'

export const VoidAppointment = command('roles.void-appointment', {
  summary: 'Void an appointment that was entered in error',
  description:
    'By a co-leader of the network. It never was, whenever it began. One that was and is over is ended, not voided; an offer is withdrawn.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/voiding',
  input: { appointmentId: AppointmentId, explanation: Explanation },
  output: Appointment,
  status: 200,
  emits: [AppointmentVoided],
  problems: [NoSuchAppointment, AppointmentNotInState, FollowsCoLeaders],
  ifMatch: true,
})
