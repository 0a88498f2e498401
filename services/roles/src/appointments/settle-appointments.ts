import {
  AppointmentCarriedOver,
  AppointmentCorrected,
  AppointmentEnded,
  AppointmentOffered,
  AppointmentVoided,
  AppointmentWithdrawn,
} from '@nlc/contracts/roles'
import { dayBefore } from '@nlc/known/day'
import { type RawBuilder, sql } from 'kysely'
import { type Appointment, heldPeriods, livingStages } from './appointment.ts'
import { lockAppointments } from './appointment-record.ts'
import { type KeepingChange, type Kept, keepAppointments } from './keep-appointment.ts'
import { limitOf, type Settled, settled } from './limit.ts'
import { collide, firstDayOf, lastDayOf, until } from './period.ts'
import { readStanding } from './read-standing.ts'

const events = {
  ended: AppointmentEnded,
  voided: AppointmentVoided,
  corrected: AppointmentCorrected,
  withdrawn: AppointmentWithdrawn,
  offered: AppointmentOffered,
  'carried-over': AppointmentCarriedOver,
}
export const settlingEvents = [
  AppointmentEnded,
  AppointmentVoided,
  AppointmentCorrected,
  AppointmentWithdrawn,
  AppointmentOffered,
  AppointmentCarriedOver,
] as const
export type SettlingEvent = (typeof settlingEvents)[number]

/** The same, cut where what it stands on ends: for a command, before it is kept. */
export async function withLimit({ sql: db }: Pick<KeepingChange, 'sql'>, appointment: Appointment): Promise<Appointment> {
  const standing = await readStanding(db, [appointment])
  return { ...appointment, limit: limitOf(appointment, standing(appointment)) }
}

/**
 * Appointments are matched with what is known now: those whose ground is gone end with it, those whose ground came back (an end was
 * corrected away, or moved) go on as people had decided, those at a school that another carries on are at that one. In whatever
 * order events come, the last leaves the same. The gate of what was heard of is to be passed before.
 *
 * One that would go on where the person holds the role by another meanwhile stays ended; one that is carried over to where
 * the person holds the role already ends as its duplicate.
 *
 * @param condition on `a`.
 */
export async function settleAppointments(change: KeepingChange<SettlingEvent>, condition: RawBuilder<unknown>): Promise<void> {
  const appointments = await lockAppointments(change.sql, sql`${isLiving} and (${condition})`)
  if (appointments.length === 0) return
  const standing = await readStanding(change.sql, appointments)
  const kept = new Map<string, Kept<SettlingEvent>>()
  for (const appointment of appointments) {
    const outcome = settled(appointment, standing(appointment))
    if (outcome === undefined) continue
    const goesOn = outcome.happened === 'corrected' || outcome.happened === 'offered' || outcome.happened === 'carried-over'
    const others = goesOn ? (await sameRoleOf(change, appointment)).map((other) => kept.get(other.id)?.appointment ?? other) : []
    const meets = others.some((other) => collide(heldPeriods(outcome.now), heldPeriods(other)))
    if (!meets) kept.set(appointment.id, told(outcome))
    else if (outcome.firstDay !== undefined) kept.set(appointment.id, duplicate(appointment, outcome.firstDay))
  }
  await keepAppointments(change, [...kept.values()])
}

const isLiving = sql`a.stage = any (${[...livingStages]}::text[])`

const told = ({ now, happened, firstDay }: Settled): Kept<SettlingEvent> => ({
  appointment: now,
  event: events[happened],
  ...(happened === 'ended' && { more: { lastDay: lastDayOf(heldPeriods(now))! } }),
  ...(happened === 'carried-over' && { more: { firstDay: firstDay! } }),
})

/** Held at both schools until the one carries the other on: from that day on at that one alone. */
function duplicate(appointment: Appointment, firstDay: string): Kept<SettlingEvent> {
  const endedAs = 'merged-duplicate' as const
  if (appointment.stage !== 'confirmed')
    return { appointment: { ...appointment, stage: 'withdrawn', endedAs }, event: AppointmentWithdrawn }
  if (firstDayOf(appointment.intended) >= firstDay)
    return { appointment: { ...appointment, stage: 'voided', endedAs }, event: AppointmentVoided }
  const lastDay = dayBefore(firstDay)
  return {
    appointment: { ...appointment, intended: until(appointment.intended, lastDay), endedAs },
    event: AppointmentEnded,
    more: { lastDay },
  }
}

/** The person's other appointments to the role. */
function sameRoleOf(
  { sql: db }: Pick<KeepingChange, 'sql'>,
  { id, personId, networkId, roleCode, subject }: Appointment,
): Promise<Appointment[]> {
  return lockAppointments(
    db,
    sql`${isLiving} and a.id <> ${id} and a.person_id = ${personId} and a.network_id = ${networkId} and a.role_code = ${roleCode}
      and a.subject is not distinct from ${subject}`,
  )
}
