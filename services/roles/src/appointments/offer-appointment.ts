import { NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import {
  AppointmentOffered,
  AppointmentOverlaps,
  FollowsCoLeaders,
  LastDayBeforeFirst,
  NoSuchRole,
  NotAffiliated,
  NothingToCover,
  OfferAppointment,
  RoleRetired,
  SubjectMissing,
  SubjectNotTaken,
} from '@nlc/contracts/roles'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson, holds, isNotLeftOut, mayManageNetwork, resolvePerson } from '../standing.ts'
import { type Appointment, offered, stateOn } from './appointment.ts'
import { lockAppointment } from './appointment-record.ts'
import { backdated } from './backdating.ts'
import { passCommandGates } from './find-appointment.ts'
import { keepAppointment } from './keep-appointment.ts'
import { orRefuse } from './or-refuse.ts'
import type { Period } from './period.ts'
import { requireAffiliation, requireMinutes, requireOnePlace, requireRoom, saidThrough } from './require-conditions.ts'
import { withLimit } from './settle-appointments.ts'
import { standingRelease } from './standing-release.ts'

/** The role that membership decides of. */
export const coLeader = 'co-leader'
const running = ['active', 'sustaining'] as const

export const offerAppointment = handle(
  OfferAppointment,
  async (
    { personId: named, networkId, roleCode, subject = null, firstDay, lastDay = null, covers = null, explanation, ...said },
    change,
  ) => {
    const { sql: db, caller, today, fail } = change
    if (!(await mayManageNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    const { rows: networks } = await sql<{ state: 'forming' | 'active' | 'sustaining' | 'suspended' | 'dissolved' }>`
      select state from known_network where id = ${networkId}::uuid`.execute(db)
    const { state } = networks[0] ?? fail(NoSuchNetwork)
    if (!running.some((one) => one === state)) fail(NetworkNotInState, { state, needed: [...running] })
    const role = (await findRole(db, networkId, roleCode)) ?? fail(NoSuchRole)
    if (roleCode === coLeader) fail(FollowsCoLeaders)
    if (role.state === 'retired') fail(RoleRetired)
    if (role.needsSubject && subject === null) fail(SubjectMissing)
    if (!role.needsSubject && subject !== null) fail(SubjectNotTaken)
    if (lastDay !== null && lastDay < firstDay) fail(LastDayBeforeFirst)
    orRefuse(backdated(firstDay, today, explanation), fail)

    const through = saidThrough(said) ?? { affiliation: 'network' as const, urn: null, groupId: null, organisationId: null }
    requireOnePlace(fail, through)
    const period: Period = {
      firstDay,
      lastDay,
      ...through,
      minutesPerWeek: said.minutesPerWeek ?? 0,
      share: said.share ?? 1,
      paused: false,
    }
    requireMinutes(fail, role, period)

    const found = await resolvePerson(db, named)
    if (found === undefined || !(await holds(db, isNotLeftOut(caller, found)))) fail(NotAffiliated, { day: firstDay })
    await passCommandGates(db, { personId: found!, networkId, roleCode, subject }, [through.urn])
    // Two records may have become one meanwhile.
    const personId = (await resolvePerson(db, named))!
    if (personId !== found) await passCommandGates(db, { personId, networkId, roleCode, subject }, [through.urn])
    await requireAffiliation(db, fail, { networkId, personId, role }, through, firstDay)
    if (covers !== null && !isCovered(await lockAppointment(db, covers), { personId, networkId, roleCode, subject }, firstDay))
      fail(NothingToCover)

    const release = await standingRelease(db, { personId, networkId, roleCode }, period)
    const ids = { id: newId(), personId, networkId, roleCode, subject, covers, coLeaderId: null }
    const appointment = await withLimit(change, offered({ ...ids, intended: [period], releases: release ? [release] : [] }))
    await requireRoom(db, fail, role, appointment)
    return keepAppointment(change, { appointment, event: AppointmentOffered, by: await actingPerson(db, caller, today), explanation })
  },
  { constraints: { appointment_once_at_a_time: AppointmentOverlaps } },
)

/** It is paused on the day, and another's, in the same role. */
function isCovered(
  covered: Appointment | undefined,
  by: Pick<Appointment, 'personId' | 'networkId' | 'roleCode' | 'subject'>,
  firstDay: string,
): boolean {
  return (
    covered !== undefined &&
    covered.personId !== by.personId &&
    covered.networkId === by.networkId &&
    covered.roleCode === by.roleCode &&
    covered.subject === by.subject &&
    stateOn(covered, firstDay) === 'paused'
  )
}
