/**
 * Appointments between the database and the rules, by SQL: a command changes one, the end of a network thousands, in one way. Each
 * change is one version and one event, which the database checks; an entity manager would number by flush.
 */
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type Appointment, heldPeriods } from './appointment.ts'

/** What made a version: as `AppointmentHappening` of the contract. */
export type Happening =
  | 'offered'
  | 'released'
  | 'declined'
  | 'withdrawn'
  | 'confirmed'
  | 'changed'
  | 'carried-over'
  | 'paused'
  | 'resumed'
  | 'ended'
  | 'corrected'
  | 'voided'
  | 'moved-to-person'

/** Who did it, and why; neither where it follows from something else. */
export interface Done {
  readonly by?: string | undefined
  readonly explanation?: string | undefined
}

export interface Written extends Done {
  readonly appointment: Appointment
  readonly happening: Happening
}

export const appointmentColumns = sql`
  a.id, a.version, a.person_id as "personId", a.network_id as "networkId", a.role_code as "roleCode", a.subject, a.covers,
  a.co_leader_id as "coLeaderId", a.stage, a.intended, a.ended_as as "endedAs", a."limit", a.releases`

/** Those that meet a condition on `a`, held until the end of the transaction, in the order in which they were offered. */
export async function lockAppointments(db: Sql, condition: RawBuilder<unknown>): Promise<Appointment[]> {
  const { rows } = await sql<Appointment>`
    select ${appointmentColumns} from appointment a where ${condition} order by a.id for update`.execute(db)
  return rows
}

export async function lockAppointment(db: Sql, id: string): Promise<Appointment | undefined> {
  return (await lockAppointments(db, sql`a.id = ${id}::uuid`))[0]
}

/** New ones, and those that are as given from now on; each once. */
export async function writeAppointments(db: Sql, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return
  const rows = written.map(({ appointment, happening, by, explanation }) => ({
    ...appointment,
    periods: heldPeriods(appointment),
    happening,
    by: by ?? null,
    explanation: explanation ?? null,
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
    id uuid, version integer, "personId" uuid, "networkId" uuid, "roleCode" text, subject text, covers uuid, "coLeaderId" uuid, stage text,
    intended jsonb, "endedAs" text, "limit" jsonb, periods jsonb, releases jsonb, happening text, "by" uuid, explanation text)`
  await sql`
    update appointment a set version = r.version, person_id = r."personId", covers = r.covers, stage = r.stage,
      was_confirmed = a.was_confirmed or r.stage = 'confirmed', intended = r.intended, ended_as = r."endedAs", "limit" = nullif(r."limit", 'null'),
      periods = r.periods, releases = r.releases, happening = r.happening
    from ${given} where a.id = r.id`.execute(db)
  await sql`
    insert into appointment (
      id, version, person_id, network_id, role_code, subject, covers, co_leader_id, stage, was_confirmed, intended, ended_as, "limit", periods,
      releases, happening)
    select r.id, r.version, r."personId", r."networkId", r."roleCode", r.subject, r.covers, r."coLeaderId", r.stage, r.stage = 'confirmed', r.intended,
      r."endedAs", nullif(r."limit", 'null'), r.periods, r.releases, r.happening
    from ${given} where r.version = 1`.execute(db)
  if (rows.every(({ by, explanation }) => by === null && explanation === null)) return
  await sql`
    insert into appointment_note (appointment_id, version, done_by, explanation)
    select r.id, r.version, r."by", r.explanation from ${given} where r."by" is not null or r.explanation is not null`.execute(db)
}
