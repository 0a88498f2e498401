import { AppointmentEnded, EndAppointment, FollowsCoLeaders, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { ended } from './appointment.ts'
import { backdated } from './backdating.ts'
import { findManaged, findOwn } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const endAppointment = handle(EndAppointment, async ({ appointmentId, lastDay, reason, explanation }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const own = reason === 'stepped-down' ? await findOwn(change, appointmentId) : undefined
  const found = own ?? (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  if (found.coLeaderId !== null) fail(FollowsCoLeaders)
  orRefuse(backdated(lastDay, today, explanation), fail)
  const appointment = orRefuse(ended(found, lastDay, reason, today), fail)
  const by = await actingPerson(db, caller, today)
  return keepAppointment(change, { appointment, event: AppointmentEnded, more: { lastDay }, by, explanation })
})
