import { command } from '../../define.ts'
import { AppointmentDeclined } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment, NothingToRelease } from './problems.ts'

export const RefuseRelease = command('roles.refuse-release', {
  summary: 'Refuse to release the time for a role that is offered',
  description:
    'By the signatory of the school or trust that employs, until it is accepted, also where the time was released before: the offer is declined.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/release-refusal',
  input: { appointmentId: AppointmentId },
  output: Appointment,
  status: 200,
  emits: [AppointmentDeclined],
  problems: [NoSuchAppointment, AppointmentNotInState, NothingToRelease],
  ifMatch: true,
})
