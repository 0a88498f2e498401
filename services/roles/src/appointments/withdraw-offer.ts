import { AppointmentWithdrawn, NoSuchAppointment, WithdrawOffer } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { actingPerson } from '../standing.ts'
import { withdrawn } from './appointment.ts'
import { findManaged } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const withdrawOffer = handle(WithdrawOffer, async ({ appointmentId }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  const appointment = orRefuse(withdrawn(found, today), fail)
  return keepAppointment(change, { appointment, event: AppointmentWithdrawn, by: await actingPerson(db, caller, today) })
})
