import { AppointmentReleased, NoSuchAppointment, NothingToRelease, ReleaseAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { heldPeriods, released } from './appointment.ts'
import { findReleased } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'
import { placeOf } from './period.ts'
import { shownAppointment } from './shown-appointment.ts'

export const releaseAppointment = handle(ReleaseAppointment, async ({ appointmentId, minutesPerWeek: said, urn }, change) => {
  const { sql: db, caller, now, today, fail, checkVersion } = change
  const { appointment: found, place } = (await findReleased(change, appointmentId, { urn })) ?? fail(NoSuchAppointment)
  checkVersion(found)
  const there = heldPeriods(found).filter((period) => placeOf(period) === place)
  const minutesPerWeek = said ?? Math.max(0, ...(there.length > 0 ? there : found.intended).map((period) => period.minutesPerWeek))
  if (minutesPerWeek === 0) fail(NothingToRelease)
  const releasedBy = (await actingPerson(db, caller, today))!
  const appointment = orRefuse(released(found, { place, minutesPerWeek, releasedBy }, today), fail)
  if (appointment === found) return shownAppointment(found, today, now)
  return keepAppointment(change, { appointment, event: AppointmentReleased, more: { releasedBy }, by: releasedBy })
})
