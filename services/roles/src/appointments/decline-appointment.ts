import { AppointmentDeclined, DeclineAppointment, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { declined } from './appointment.ts'
import { findOwn } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const declineAppointment = handle(DeclineAppointment, async ({ appointmentId }, change) => {
  const { today, fail, checkVersion } = change
  const found = (await findOwn(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  const appointment = orRefuse(declined(found, today), fail)
  return keepAppointment(change, { appointment, event: AppointmentDeclined, more: { by: 'person' }, by: found.personId })
})
