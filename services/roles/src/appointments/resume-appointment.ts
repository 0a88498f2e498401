import {
  AppointmentEnded,
  AppointmentResumed,
  AppointmentVoided,
  AppointmentWithdrawn,
  NoSuchAppointment,
  ResumeAppointment,
} from '@nlc/contracts/roles'
import { dayBefore, isBefore } from '@nlc/known/day'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson } from '../standing.ts'
import { type Appointment, heldPeriods, livingStages, pausedOrResumed } from './appointment.ts'
import { lockAppointments } from './appointment-record.ts'
import { backdated } from './backdating.ts'
import { findManaged } from './find-appointment.ts'
import { type Kept, keepAppointment, keepAppointments } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'
import { firstDayOf, lastDayOf, until } from './period.ts'
import { requireRoom } from './require-conditions.ts'

export const resumeAppointment = handle(ResumeAppointment, async ({ appointmentId, firstDay, explanation }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  orRefuse(backdated(firstDay, today, explanation), fail)
  const appointment = orRefuse(pausedOrResumed(found, firstDay, false, today), fail)
  const by = await actingPerson(db, caller, today)

  const covering = await lockAppointments(db, sql`a.covers = ${found.id}::uuid and a.stage = any (${[...livingStages]}::text[])`)
  await keepAppointments(
    change,
    covering.flatMap((cover) => uncovered(cover, firstDay)).map((kept) => ({ ...kept, by })),
  )
  const role = await findRole(db, found.networkId, found.roleCode)
  if (role) await requireRoom(db, fail, role, appointment, heldPeriods(found))
  return keepAppointment(change, { appointment, event: AppointmentResumed, more: { firstDay }, by, explanation })
})

/** What becomes of cover where the one that it covers goes on from a day. */
function uncovered(
  cover: Appointment,
  firstDay: string,
): Kept<typeof AppointmentEnded | typeof AppointmentVoided | typeof AppointmentWithdrawn>[] {
  const held = heldPeriods(cover)
  const lastDay = dayBefore(firstDay)
  if (cover.stage !== 'confirmed')
    return [{ appointment: { ...cover, stage: 'withdrawn', endedAs: 'completed' }, event: AppointmentWithdrawn }]
  if (held.length === 0 || isBefore(lastDayOf(held), firstDay)) return []
  if (firstDayOf(held) >= firstDay) return [{ appointment: { ...cover, stage: 'voided', endedAs: 'completed' }, event: AppointmentVoided }]
  const appointment: Appointment = { ...cover, intended: until(cover.intended, lastDay), endedAs: 'completed' }
  return [{ appointment, event: AppointmentEnded, more: { lastDay } }]
}
