import { AppointmentVoided, FollowsCoLeaders, NoSuchAppointment, VoidAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { voided } from './appointment.ts'
import { findManaged } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const voidAppointment = handle(VoidAppointment, async ({ appointmentId, explanation }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  if (found.coLeaderId !== null) fail(FollowsCoLeaders)
  const appointment = orRefuse(voided(found, today), fail)
  const by = await actingPerson(db, caller, today)
  return keepAppointment(change, { appointment, event: AppointmentVoided, by, explanation })
})
