import { AppointmentPaused, NoSuchAppointment, PauseAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { pausedOrResumed } from './appointment.ts'
import { backdated } from './backdating.ts'
import { findManaged } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const pauseAppointment = handle(PauseAppointment, async ({ appointmentId, firstDay, explanation }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  orRefuse(backdated(firstDay, today, explanation), fail)
  const appointment = orRefuse(pausedOrResumed(found, firstDay, true, today), fail)
  const by = await actingPerson(db, caller, today)
  return keepAppointment(change, { appointment, event: AppointmentPaused, more: { firstDay }, by, explanation })
})
