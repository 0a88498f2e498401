import Type from 'typebox'
import { query } from '../../define.ts'
import { AcademicYear, pageOf, paging } from '../../formats.ts'
import { AppointmentId } from '../appointments/model.ts'
import { NoSuchAppointment } from '../appointments/problems.ts'
import { TimePosting } from './model.ts'

export const ListTimePostings = query('roles.list-time-postings', {
  summary: 'List what was spent of an appointment’s time allowance, and what came back',
  description: 'In the order in which it was posted.',
  needs: 'roles:read',
  http: 'GET /v1/appointments/:appointmentId/time-postings',
  input: { appointmentId: AppointmentId, academicYear: Type.Optional(AcademicYear), ...paging },
  output: pageOf(TimePosting),
  problems: [NoSuchAppointment],
})
