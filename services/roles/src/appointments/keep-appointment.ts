/** The one way in which an appointment changes: the next version, and the event that tells of it. */
import type { DataOf } from '@nlc/contracts/define'
import {
  AppointmentCarriedOver,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentDeclined,
  AppointmentEnded,
  AppointmentMovedToPerson,
  AppointmentOffered,
  AppointmentPaused,
  AppointmentReleased,
  AppointmentResumed,
  AppointmentVoided,
  AppointmentWithdrawn,
} from '@nlc/contracts/roles'
import type { Change } from '@nlc/runtime'
import { reviewAllowances } from '../ledger/review-allowance.ts'
import type { Appointment } from './appointment.ts'
import { type Done, type Happening, type Written, writeAppointments } from './appointment-record.ts'
import { recordOf, shownAppointment } from './shown-appointment.ts'

/** All that a reaction can make of appointments. */
export const appointmentEvents = [
  AppointmentOffered,
  AppointmentReleased,
  AppointmentDeclined,
  AppointmentWithdrawn,
  AppointmentConfirmed,
  AppointmentChanged,
  AppointmentCarriedOver,
  AppointmentPaused,
  AppointmentResumed,
  AppointmentEnded,
  AppointmentCorrected,
  AppointmentVoided,
  AppointmentMovedToPerson,
] as const
export type AppointmentEvent = (typeof appointmentEvents)[number]

export type KeepingChange<E extends AppointmentEvent = AppointmentEvent> = Pick<Change<E>, 'sql' | 'emit' | 'enqueue' | 'now' | 'today'>

/** What an event says besides the record. */
type More<E extends AppointmentEvent> = Omit<DataOf<E>, 'appointmentId' | 'appointment'>

export interface Kept<E extends AppointmentEvent = AppointmentEvent> extends Done {
  /** As it is from now on, with the version that it had. */
  readonly appointment: Appointment
  readonly event: E
  readonly more?: More<E>
}

const happeningOf = ({ name }: AppointmentEvent) => name.replace('roles.appointment-', '') as Happening

/** Each of these is changed from now on, and said. Name one once. @returns them with their new versions. */
export async function keepAppointments<E extends AppointmentEvent>(
  { sql, emit, enqueue, now, today }: KeepingChange<E>,
  kept: readonly Kept<E>[],
): Promise<Appointment[]> {
  const written = kept.map(
    ({ appointment, event, by, explanation }): Written => ({
      appointment: { ...appointment, version: appointment.version + 1 },
      happening: happeningOf(event),
      by,
      explanation,
    }),
  )
  await writeAppointments(sql, written)
  await reviewAllowances(
    { sql, enqueue },
    kept.filter(({ appointment }) => appointment.version > 0).map(({ appointment }) => appointment.id),
  )
  for (const [index, { event, more }] of kept.entries()) {
    const { appointment } = written[index]!
    emit(event, { ...more, appointmentId: appointment.id, appointment: recordOf(appointment, today, now) } as never)
  }
  return written.map(({ appointment }) => appointment)
}

/** The same of one. @returns it as the API shows it. */
export async function keepAppointment<E extends AppointmentEvent>(change: KeepingChange<E>, kept: Kept<E>) {
  const [appointment] = await keepAppointments(change, [kept])
  return shownAppointment(appointment!, change.today, change.now)
}
