import Type from 'typebox'
import { query } from '../../define.ts'
import { DayOfThisCentury } from '../../formats.ts'
import { AppointmentId } from '../appointments/model.ts'
import { NoSuchAppointment } from '../appointments/problems.ts'
import { TimeBalance } from './model.ts'

export const GetTimeBalance = query('roles.get-time-balance', {
  summary: 'Get the time allowance of an appointment as of a day',
  description:
    'Of the academic year in which the day lies. Whoever sees the appointment sees it. School weeks are those of the school’s terms: its own, else its trust’s, its local authority’s, the national default.',
  needs: 'roles:read',
  http: 'GET /v1/appointments/:appointmentId/time-balance',
  input: {
    appointmentId: AppointmentId,
    asAt: Type.Optional(Type.String({ ...DayOfThisCentury, description: 'As of this day (default: today); it may lie ahead.' })),
  },
  output: TimeBalance,
  problems: [NoSuchAppointment],
})
