/** Which message, if any, tells a subscription what became of an appointment: by what it was told before and what it may see now. */
import { isDeepStrictEqual } from 'node:util'
import type { AppointmentData, VisibleAppointment } from './visible-appointment.ts'

/** What happened: as roles says it, or that it is there already, where sharing starts. */
export type Happened =
  | 'confirmed'
  | 'changed'
  | 'carried-over'
  | 'paused'
  | 'resumed'
  | 'ended'
  | 'corrected'
  | 'voided'
  | 'moved-to-person'
  | 'reported'

export type AppointmentMessageType = `appointment.${Exclude<Happened, 'carried-over' | 'moved-to-person'>}`

/** `quiet`: its reader needs no message for it, since another (school.succeeded, person.merged) says it of everything at once. */
export type Telling = AppointmentMessageType | 'quiet' | undefined

/**
 * A change of school from A to B is to those with whom only A shares an end there, and to those with whom only B shares something
 * that is confirmed; to those with whom both do, it is a change. What was never told is not ended, corrected or voided.
 */
export function messageOfAppointment(
  told: AppointmentData | undefined,
  visible: VisibleAppointment | undefined,
  happened: Happened,
): Telling {
  if (!told) {
    if (!visible || happened === 'voided') return undefined
    if (visible.data.state === 'ended' && happened !== 'confirmed') return undefined
    return happened === 'reported' ? 'appointment.reported' : 'appointment.confirmed'
  }
  if (!visible || happened === 'voided') return 'appointment.voided'
  if (isDeepStrictEqual(whatIsTold(told), whatIsTold(visible.data))) return undefined
  if (happened === 'carried-over' || happened === 'moved-to-person') return 'quiet'
  if (visible.goesOnElsewhere && isSooner(visible.data.lastDay, told.lastDay)) return 'appointment.ended'
  // It was told, and another of its places is shared now; or what became of it meanwhile was not told.
  if (happened === 'reported') return hasEnded(visible.data) && !hasEnded(told) ? 'appointment.ended' : 'appointment.changed'
  if (happened === 'confirmed') return 'appointment.changed'
  return `appointment.${happened}`
}

const hasEnded = ({ endReason }: AppointmentData) => endReason !== undefined

const isSooner = (lastDay: string | undefined, before: string | undefined) =>
  lastDay !== undefined && (before === undefined || lastDay < before)

/** State and conditions move with the days, which is no news; the version moves with what is not shown. */
const whatIsTold = ({ personId, subject, periods, covers, endReason }: AppointmentData) => ({
  personId,
  subject,
  covers,
  endReason,
  periods,
})
