import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { Appointment, AppointmentId } from './model.ts'
import { NoSuchAppointment } from './problems.ts'

export const GetAppointment = query('roles.get-appointment', {
  summary: 'Get an appointment',
  description:
    'State and conditions are those of `asAt`. Seen by the holder, the co-leaders of its network, those who sign for the school, and clients with which the school shares roles; ' +
    'a client without a person sees what was accepted, no offers.',
  needs: 'roles:read',
  http: 'GET /v1/appointments/:appointmentId',
  input: { appointmentId: AppointmentId, ...asOf },
  output: Appointment,
  problems: [NoSuchAppointment],
})
