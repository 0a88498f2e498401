import { AppointmentReleased, GiveStandingRelease, NoSuchReleasingPlace, OnePlaceNeeded, StandingReleaseGiven } from '@nlc/contracts/roles'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, maySignFor } from '../standing.ts'
import { type Appointment, heldPeriods, type NotInState, released } from './appointment.ts'
import { lockAppointments } from './appointment-record.ts'
import { type Kept, keepAppointments } from './keep-appointment.ts'
import { isRefused } from './refused.ts'
import { readStandingReleases, standingRelease } from './standing-release.ts'

export const giveStandingRelease = handle(GiveStandingRelease, async (terms, change) => {
  const { sql: db, caller, today, emit, fail } = change
  const { urn, groupId, roleCode, networkId, minutesPerWeek, academicYear } = terms
  const place =
    urn !== undefined && groupId === undefined ? { urn } : groupId !== undefined && urn === undefined ? { groupId } : fail(OnePlaceNeeded)
  if (!(await maySignFor(db, caller, today, place))) fail(NoSuchReleasingPlace)
  const releasedBy = (await actingPerson(db, caller, today))!
  const releaseId = newId()
  await sql`
    insert into standing_release (id, urn, group_id, role_code, network_id, minutes_per_week, academic_year, released_by)
    values (${releaseId}, ${urn ?? null}, ${groupId ?? null}, ${roleCode}, ${networkId ?? null}, ${minutesPerWeek}, ${academicYear}, ${releasedBy})`.execute(
    db,
  )
  emit(StandingReleaseGiven, { ...terms, releaseId, releasedBy })

  const waiting = await lockAppointments(
    db,
    sql`a.stage = 'offered' and a.role_code = ${roleCode} and a.id in (
      select p.appointment_id from appointment_period p where p.role_code = ${roleCode} and coalesce(p.urn, p.group_id::text) = ${urn ?? groupId ?? ''})`,
  )
  const kept: Kept<typeof AppointmentReleased>[] = []
  for (const offer of waiting) {
    const [period] = heldPeriods(offer)
    const release = period && (await standingRelease(db, offer, period))
    if (!release || release.releasedBy !== releasedBy) continue
    const appointment = released(offer, release, today)
    if (!isRefused<Appointment, NotInState>(appointment) && appointment !== offer)
      kept.push({ appointment, event: AppointmentReleased, more: { releasedBy }, by: releasedBy })
  }
  await keepAppointments(change, kept)
  return (await readStandingReleases(db, sql`where s.id = ${releaseId}`))[0]!
})
