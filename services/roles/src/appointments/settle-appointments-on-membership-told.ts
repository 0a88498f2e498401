/** A school leaves a network, or a partner closes: what is held through it ends with it, and goes on where that is corrected. */
import { InvitationEnded, PartnerOrganisationChanged, PartnerOrganisationClosed, SchoolJoined, SchoolLeft } from '@nlc/contracts/membership'
import { passGates, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { gates } from './gate.ts'
import type { KeepingChange } from './keep-appointment.ts'
import { settlingEvents as emits, type SettlingEvent, settleAppointments } from './settle-appointments.ts'
import { isAt } from './settle-appointments-at.ts'

async function ofSchool({ networkId, urn }: { networkId: string; urn: string }, change: KeepingChange<SettlingEvent>): Promise<void> {
  await passGates(change.sql, { alone: [gates.network(networkId)] })
  // Its successor's too: a membership is told of by the school that had it when it was said.
  const { rows } = await sql<{ urn: string }>`select successor_urn as urn from known_succession where urn = ${urn}`.execute(change.sql)
  await settleAppointments(change, sql`a.network_id = ${networkId}::uuid and ${isAt([urn, ...rows.map((row) => row.urn)])}`)
}

export const settleAppointmentsOnSchoolJoined = react('roles.settle-on-school-joined', { on: SchoolJoined, emits }, ofSchool)
export const settleAppointmentsOnSchoolLeft = react('roles.settle-on-school-left', { on: SchoolLeft, emits }, ofSchool)
export const settleAppointmentsOnInvitationEnded = react('roles.settle-on-invitation-ended', { on: InvitationEnded, emits }, ofSchool)

async function ofOrganisation({ organisationId }: { organisationId: string }, change: KeepingChange<SettlingEvent>): Promise<void> {
  await settleAppointments(change, sql`a.intended @> jsonb_build_array(jsonb_build_object('organisationId', ${organisationId}::text))`)
}

export const settleAppointmentsOnPartnerChanged = react(
  'roles.settle-on-partner-changed',
  { on: PartnerOrganisationChanged, emits },
  ofOrganisation,
)
export const settleAppointmentsOnPartnerClosed = react(
  'roles.settle-on-partner-closed',
  { on: PartnerOrganisationClosed, emits },
  ofOrganisation,
)
