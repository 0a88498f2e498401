import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Appointment } from './visible-appointment.ts'

/** The newest version of each that somebody holds or is to hold, or held. */
export async function readKnownAppointments(db: Sql, ids: readonly string[]): Promise<Appointment[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ record: Appointment }>`
    select record from known_appointment where id = any (${[...ids]}::uuid[]) and held order by id`.execute(db)
  return rows.map(({ record }) => record)
}
