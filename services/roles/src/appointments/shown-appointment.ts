/** An appointment as the API and events show one. */
import type { Writable } from '@nlc/contracts/define'
import type { AppointmentRecord, Appointment as ShownAppointment } from '@nlc/contracts/roles'
import type { Static } from 'typebox'
import { type Appointment, endReasonOf, heldPeriods, releaseOf, stateOn } from './appointment.ts'
import { type Conditions, firstDayOf, lastDayOf, type Period, periodOn } from './period.ts'

const shownConditions = ({ affiliation, urn, groupId, organisationId, minutesPerWeek, share }: Conditions) => ({
  affiliation,
  urn: urn ?? undefined,
  groupId: groupId ?? undefined,
  organisationId: organisationId ?? undefined,
  minutesPerWeek,
  share,
})

const shownPeriod = (period: Period) => ({
  firstDay: period.firstDay,
  lastDay: period.lastDay ?? undefined,
  ...shownConditions(period),
  paused: period.paused,
})

/**
 * The whole of it as of a day. What was lost before it began shows what was intended. An end that was planned from the beginning
 * gets its reason once the day has passed.
 */
export function recordOf(appointment: Appointment, day: string, recordedAt: Date): Writable<Static<typeof AppointmentRecord>> {
  const { id, version, personId, networkId, roleCode, subject, covers } = appointment
  const held = heldPeriods(appointment)
  const periods = held.length > 0 ? held : appointment.intended
  const state = stateOn(appointment, day)
  return {
    id,
    version,
    personId,
    networkId,
    roleCode,
    subject: subject ?? undefined,
    state,
    firstDay: firstDayOf(periods),
    lastDay: lastDayOf(periods) ?? undefined,
    ...shownConditions(periodOn(periods, day)),
    covers: covers ?? undefined,
    endReason: endReasonOf(appointment) ?? (state === 'ended' ? 'completed' : undefined),
    periods: periods.map(shownPeriod),
    recordedAt,
    supersedes: version > 1 ? version - 1 : undefined,
  }
}

export const shownAppointment = (appointment: Appointment, day: string, recordedAt: Date): Writable<Static<typeof ShownAppointment>> => ({
  ...recordOf(appointment, day, recordedAt),
  release: releaseOf(appointment),
})
