/** However an employment or a governance term ends, changes or turns out never to have been: what was held through it follows. */
import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentStarted,
  EmploymentVoided,
  GovernanceTermCorrected,
  GovernanceTermEnded,
  GovernanceTermStarted,
  GovernanceTermVoided,
  PersonJoinedNetwork,
  PersonLeftNetwork,
} from '@nlc/contracts/membership'
import { passGates, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { gates } from './gate.ts'
import type { KeepingChange } from './keep-appointment.ts'
import { settlingEvents as emits, type SettlingEvent, settleAppointments } from './settle-appointments.ts'

async function settle({ personId: told }: { personId: string }, change: KeepingChange<SettlingEvent>): Promise<void> {
  const personId = (await resolvePerson(change.sql, told)) ?? told
  await passGates(change.sql, { alone: [gates.person(personId)] })
  await settleAppointments(change, sql`a.person_id = ${personId}::uuid`)
}

export const settleAppointmentsOnEmploymentStarted = react('roles.settle-on-employment-started', { on: EmploymentStarted, emits }, settle)
export const settleAppointmentsOnEmploymentChanged = react('roles.settle-on-employment-changed', { on: EmploymentChanged, emits }, settle)
export const settleAppointmentsOnEmploymentEnded = react('roles.settle-on-employment-ended', { on: EmploymentEnded, emits }, settle)
export const settleAppointmentsOnEmploymentCorrected = react(
  'roles.settle-on-employment-corrected',
  { on: EmploymentCorrected, emits },
  settle,
)
export const settleAppointmentsOnEmploymentVoided = react('roles.settle-on-employment-voided', { on: EmploymentVoided, emits }, settle)
export const settleAppointmentsOnTermStarted = react('roles.settle-on-term-started', { on: GovernanceTermStarted, emits }, settle)
export const settleAppointmentsOnTermEnded = react('roles.settle-on-term-ended', { on: GovernanceTermEnded, emits }, settle)
export const settleAppointmentsOnTermCorrected = react('roles.settle-on-term-corrected', { on: GovernanceTermCorrected, emits }, settle)
export const settleAppointmentsOnTermVoided = react('roles.settle-on-term-voided', { on: GovernanceTermVoided, emits }, settle)
export const settleAppointmentsOnPersonJoined = react('roles.settle-on-person-joined', { on: PersonJoinedNetwork, emits }, settle)
export const settleAppointmentsOnPersonLeft = react('roles.settle-on-person-left', { on: PersonLeftNetwork, emits }, settle)
