import { AcceptAppointment, AppointmentConfirmed, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { noteAppointed } from '../vacancies/note-appointed.ts'
import { accepted } from './appointment.ts'
import { findOwn } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'

export const acceptAppointment = handle(AcceptAppointment, async ({ appointmentId }, change) => {
  const { today, fail, checkVersion } = change
  const found = (await findOwn(change, appointmentId)) ?? fail(NoSuchAppointment)
  checkVersion(found)
  const appointment = orRefuse(accepted(found, today), fail)
  const shown = await keepAppointment(change, { appointment, event: AppointmentConfirmed, by: found.personId })
  const { id, personId, networkId, roleCode, subject } = appointment
  await noteAppointed(change, { appointmentId: id, personId, networkId, roleCode, subject: subject ?? undefined, share: shown.share })
  return shown
})
