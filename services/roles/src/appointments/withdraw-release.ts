import { AppointmentEnded, FollowsCoLeaders, NoSuchAppointment, NothingToRelease, WithdrawRelease } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { ended, releaseOf } from './appointment.ts'
import { backdated } from './backdating.ts'
import { findReleased } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const withdrawRelease = handle(WithdrawRelease, async ({ appointmentId, lastDay, explanation }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const { appointment: found } = (await findReleased(change, appointmentId, { day: lastDay })) ?? fail(NoSuchAppointment)
  checkVersion(found)
  if (found.coLeaderId !== null) fail(FollowsCoLeaders)
  if (releaseOf(found) === 'not-needed') fail(NothingToRelease)
  orRefuse(backdated(lastDay, today, explanation), fail)
  const appointment = orRefuse(ended(found, lastDay, 'release-withdrawn', today), fail)
  const by = await actingPerson(db, caller, today)
  return keepAppointment(change, { appointment, event: AppointmentEnded, more: { lastDay }, by, explanation })
})
