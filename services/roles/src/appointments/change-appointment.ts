import {
  AppointmentChanged,
  AppointmentOverlaps,
  ChangeAppointment,
  FollowsCoLeaders,
  NoSuchAppointment,
  NotWithinAppointment,
} from '@nlc/contracts/roles'
import { isOn } from '@nlc/known/day'
import { handle } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson } from '../standing.ts'
import { changed, heldPeriods } from './appointment.ts'
import { backdated } from './backdating.ts'
import { findManaged } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'
import { type Conditions, placeOf } from './period.ts'
import { requireAffiliation, requireMinutes, requireOnePlace, requireRoom, saidThrough } from './require-conditions.ts'
import { withLimit } from './settle-appointments.ts'
import { shownAppointment } from './shown-appointment.ts'

export const changeAppointment = handle(
  ChangeAppointment,
  async ({ appointmentId, firstDay, lastDay, explanation, minutesPerWeek, share, ...where }, change) => {
    const { sql: db, caller, now, today, fail, checkVersion } = change
    const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
    checkVersion(found)
    const through = saidThrough(where)
    if (through) requireOnePlace(fail, through)
    if (found.coLeaderId !== null && (lastDay !== undefined || through)) fail(FollowsCoLeaders)
    orRefuse(backdated(firstDay, today, explanation), fail)
    const conditions: Partial<Conditions> = {
      ...through,
      ...(minutesPerWeek !== undefined && { minutesPerWeek }),
      ...(share !== undefined && { share }),
    }
    const decided = orRefuse(changed(found, { firstDay, lastDay, change: conditions }, today), fail)
    if (JSON.stringify(decided.intended) === JSON.stringify(found.intended)) return shownAppointment(found, today, now)

    const role = (await findRole(db, found.networkId, found.roleCode))!
    const period = decided.intended.find((one) => isOn(one, firstDay)) ?? fail(NotWithinAppointment)
    const before = found.intended.find((one) => isOn(one, firstDay))
    if (before === undefined || placeOf(before) !== placeOf(period) || before.affiliation !== period.affiliation)
      await requireAffiliation(db, fail, { ...found, role }, period, firstDay)
    if (minutesPerWeek !== undefined || share !== undefined || through) requireMinutes(fail, role, period)
    const appointment = await withLimit(change, decided)
    await requireRoom(db, fail, role, appointment, heldPeriods(found))
    const by = await actingPerson(db, caller, today)
    return keepAppointment(change, { appointment, event: AppointmentChanged, more: { firstDay }, by, explanation })
  },
  { constraints: { appointment_once_at_a_time: AppointmentOverlaps } },
)
