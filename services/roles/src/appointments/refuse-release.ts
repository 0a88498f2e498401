import { AppointmentDeclined, NoSuchAppointment, NothingToRelease, RefuseRelease } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { declined, releaseOf } from './appointment.ts'
import { findReleased } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const refuseRelease = handle(RefuseRelease, async ({ appointmentId }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const { appointment: found } = (await findReleased(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  if (releaseOf(found) === 'not-needed') fail(NothingToRelease)
  const appointment = orRefuse(declined(found, today), fail)
  const by = await actingPerson(db, caller, today)
  return keepAppointment(change, { appointment, event: AppointmentDeclined, more: { by: 'school' }, by })
})
