import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentEnded } from './events.ts'
import { Appointment, AppointmentId, backdating } from './model.ts'
import {
  AppointmentHasEnded,
  AppointmentNotInState,
  dayProblems,
  FollowsCoLeaders,
  LastDayBeforeFirst,
  NoSuchAppointment,
  NothingToRelease,
} from './problems.ts'

export const WithdrawRelease = command('roles.withdraw-release', {
  summary: 'Withdraw the release of a role that is held',
  description:
    'By the signatory of the school or trust that employs on the last day: the appointment ends on that day, which counts, as `release-withdrawn`. What is only offered is refused instead.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/release-withdrawal',
  input: {
    appointmentId: AppointmentId,
    lastDay: Type.String({ ...CalendarDate, description: 'The last day for which the time is released.' }),
    ...backdating,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentEnded],
  problems: [
    NoSuchAppointment,
    AppointmentNotInState,
    AppointmentHasEnded,
    NothingToRelease,
    LastDayBeforeFirst,
    FollowsCoLeaders,
    ...dayProblems,
  ],
  ifMatch: true,
})
