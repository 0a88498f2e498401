import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentChanged } from './events.ts'
import { Appointment, AppointmentId, backdating, offeredConditions } from './model.ts'
import {
  AppointmentHasEnded,
  AppointmentNotInState,
  conditionProblems,
  dayProblems,
  FollowsCoLeaders,
  LastDayBeforeFirst,
  NoSuchAppointment,
  NotWithinAppointment,
  ReleaseNeeded,
} from './problems.ts'

export const ChangeAppointment = command('roles.change-appointment', {
  summary: 'Change an appointment from a day on',
  description:
    'A new period, never an edit in place: other minutes, another share, another school, until the next change that is recorded. What is left out stays as it was. ' +
    '`lastDay` gives it another end (`null`: open). More minutes, or another school, need a release first. A change that changes nothing makes no period and no event.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/changes',
  input: {
    appointmentId: AppointmentId,
    firstDay: Type.String({ ...CalendarDate, description: 'The first day on which the new conditions hold.' }),
    lastDay: Type.Optional(Type.Union([CalendarDate, Type.Null()])),
    ...offeredConditions,
    ...backdating,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentChanged],
  problems: [
    NoSuchAppointment,
    AppointmentNotInState,
    AppointmentHasEnded,
    NotWithinAppointment,
    FollowsCoLeaders,
    LastDayBeforeFirst,
    ReleaseNeeded,
    ...dayProblems,
    ...conditionProblems,
  ],
  ifMatch: true,
})
