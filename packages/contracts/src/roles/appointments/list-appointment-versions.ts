import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { AppointmentId, AppointmentVersion } from './model.ts'
import { NoSuchAppointment } from './problems.ts'

export const ListAppointmentVersions = query('roles.list-appointment-versions', {
  summary: 'List what happened to an appointment',
  description:
    'Each version with what made it, the earliest first. Who did it and why is shown to those who manage the network, hold the role or sign for the school, not to a client without a person.',
  needs: 'roles:read',
  http: 'GET /v1/appointments/:appointmentId/versions',
  input: { appointmentId: AppointmentId, ...paging },
  output: pageOf(AppointmentVersion),
  problems: [NoSuchAppointment],
})
