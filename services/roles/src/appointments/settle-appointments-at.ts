import { passGates } from '@nlc/runtime'
import { sql } from 'kysely'
import { gates } from './gate.ts'
import type { KeepingChange } from './keep-appointment.ts'
import { type SettlingEvent, settleAppointments } from './settle-appointments.ts'

/** Whatever is, or was meant to be, held through one of these schools. */
export async function settleAppointmentsAt(change: KeepingChange<SettlingEvent>, urns: readonly string[]): Promise<void> {
  await passGates(change.sql, { alone: urns.map(gates.school) })
  await settleAppointments(change, isAt(urns))
}

/** Some period of `a` names one of these schools. */
export const isAt = (urns: readonly string[]) =>
  sql<boolean>`a.intended @> any (array(select jsonb_build_array(jsonb_build_object('urn', urn)) from unnest(${[...urns]}::text[]) urn))`
