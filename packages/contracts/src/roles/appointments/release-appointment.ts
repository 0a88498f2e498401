import Type from 'typebox'
import { command } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { MinutesPerWeek } from '../role-definitions/model.ts'
import { AppointmentReleased } from './events.ts'
import { Appointment, AppointmentId } from './model.ts'
import { AppointmentNotInState, NoSuchAppointment, NothingToRelease } from './problems.ts'

export const ReleaseAppointment = command('roles.release-appointment', {
  summary: 'Release the time for an appointment',
  description:
    'By the signatory of the school or trust that employs; a head is released by the employer. Of what is offered, the offered minutes unless fewer or more are said. ' +
    'Of what is held: before its minutes are raised, or it moves to another school (`urn`). Saying again what is released already changes nothing.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/release',
  input: {
    appointmentId: AppointmentId,
    minutesPerWeek: Type.Optional(MinutesPerWeek),
    urn: Type.Optional(Type.String({ ...Urn, description: 'The school that releases, where it is another than it is held through.' })),
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentReleased],
  problems: [NoSuchAppointment, AppointmentNotInState, NothingToRelease],
  ifMatch: true,
})
