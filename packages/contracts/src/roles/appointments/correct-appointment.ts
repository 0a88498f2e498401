import Type from 'typebox'
import { command } from '../../define.ts'
import { AppointmentCorrected } from './events.ts'
import { Appointment, AppointmentId, AppointmentPeriod, Explanation, GivenEndReason } from './model.ts'
import {
  AppointmentNotInState,
  conditionProblems,
  FollowsCoLeaders,
  GapBetweenPeriods,
  LastDayBeforeFirst,
  NoSuchAppointment,
  ReleaseNeeded,
  TooFarBack,
} from './problems.ts'

export const CorrectAppointment = command('roles.correct-appointment', {
  summary: 'Correct an appointment that was recorded wrongly',
  description:
    'By a co-leader of the network. Gives all periods as they should have been; what was known before stays readable with `asKnownAt`. Without a last day it is open, and an end that ' +
    'people recorded is taken back; one that follows from something else (a person left the school) is corrected there.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/correction',
  input: {
    appointmentId: AppointmentId,
    periods: Type.Array(AppointmentPeriod, { minItems: 1, maxItems: 60 }),
    endReason: Type.Optional(GivenEndReason),
    explanation: Explanation,
  },
  output: Appointment,
  status: 200,
  emits: [AppointmentCorrected],
  problems: [
    NoSuchAppointment,
    AppointmentNotInState,
    FollowsCoLeaders,
    LastDayBeforeFirst,
    GapBetweenPeriods,
    TooFarBack,
    ReleaseNeeded,
    ...conditionProblems,
  ],
  ifMatch: true,
})
