import { AcceptAppointment, AppointmentConfirmed, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { accepted } from './appointment.ts'
import { findOwn } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const acceptAppointment = handle(AcceptAppointment, async ({ appointmentId }, change) => {
  const { today, fail, checkVersion } = change
  const found = (await findOwn(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  const appointment = orRefuse(accepted(found, today), fail)
  return keepAppointment(change, { appointment, event: AppointmentConfirmed, by: found.personId })
})
