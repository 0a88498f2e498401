import {
  AppointmentCorrected,
  AppointmentOverlaps,
  CorrectAppointment,
  FollowsCoLeaders,
  NoSuchAppointment,
  TooFarBack,
} from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson } from '../standing.ts'
import { corrected, heldPeriods } from './appointment.ts'
import { earliestDay } from './backdating.ts'
import { findManaged } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'
import { firstDifference, type Period, placeOf } from './period.ts'
import { requireAffiliation, requireMinutes, requireOnePlace, requireRoom } from './require-conditions.ts'
import { withLimit } from './settle-appointments.ts'
import { shownAppointment } from './shown-appointment.ts'

export const correctAppointment = handle(
  CorrectAppointment,
  async ({ appointmentId, periods: said, endReason, explanation }, change) => {
    const { sql: db, caller, now, today, fail, checkVersion } = change
    const found = (await findManaged(change, appointmentId)) ?? fail(NoSuchAppointment)
    checkVersion(found)
    if (found.coLeaderId !== null) fail(FollowsCoLeaders)
    const periods = said.map(
      ({ urn = null, groupId = null, organisationId = null, lastDay = null, ...period }): Period => ({
        ...period,
        urn,
        groupId,
        organisationId,
        lastDay,
      }),
    )
    const decided = orRefuse(corrected(found, periods, endReason ?? null, today), fail)
    const differs = firstDifference(found.intended, periods)
    const earliest = earliestDay(today)
    if (differs !== undefined && differs < earliest) fail(TooFarBack, { earliest })
    if (differs === undefined && decided.endedAs === found.endedAs) return shownAppointment(found, today, now)

    const role = (await findRole(db, found.networkId, found.roleCode))!
    const known = (period: Period) => found.intended.some((one) => one.firstDay === period.firstDay && placeOf(one) === placeOf(period))
    for (const period of periods) {
      requireOnePlace(fail, period)
      requireMinutes(fail, role, period)
      if (!known(period)) await requireAffiliation(db, fail, { ...found, role }, period, period.firstDay)
    }
    const appointment = await withLimit(change, decided)
    await requireRoom(db, fail, role, appointment, heldPeriods(found))
    const by = await actingPerson(db, caller, today)
    return keepAppointment(change, { appointment, event: AppointmentCorrected, by, explanation })
  },
  { constraints: { appointment_once_at_a_time: AppointmentOverlaps } },
)
