/** Who is no longer of the school, and whose school is no longer of the network, is in its leadership groups no longer. */
import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentVoided,
  GovernanceTermCorrected,
  GovernanceTermEnded,
  GovernanceTermVoided,
  SchoolClosed,
  SchoolJoined,
  SchoolLeft,
} from '@nlc/contracts/membership'
import { type Change, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { nowCalled } from '../standing.ts'
import { settleMemberships, settlingEvents } from './settle-memberships.ts'

type Settling = Change<(typeof settlingEvents)[number]>
const emits = settlingEvents
const ofPerson = (change: Settling, personId: string) => settleMemberships(change, sql`m.person_id = ${nowCalled(personId)}`)
const ofSchool = (change: Settling, urn: string) => settleMemberships(change, sql`m.urn = ${urn}`)

export const settleMembershipsOnEmploymentEnded = react(
  'roles.settle-memberships-on-employment-ended',
  { on: EmploymentEnded, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnEmploymentChanged = react(
  'roles.settle-memberships-on-employment-changed',
  { on: EmploymentChanged, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnEmploymentCorrected = react(
  'roles.settle-memberships-on-employment-corrected',
  { on: EmploymentCorrected, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnEmploymentVoided = react(
  'roles.settle-memberships-on-employment-voided',
  { on: EmploymentVoided, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnGovernanceTermEnded = react(
  'roles.settle-memberships-on-governance-term-ended',
  { on: GovernanceTermEnded, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnGovernanceTermCorrected = react(
  'roles.settle-memberships-on-governance-term-corrected',
  { on: GovernanceTermCorrected, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnGovernanceTermVoided = react(
  'roles.settle-memberships-on-governance-term-voided',
  { on: GovernanceTermVoided, emits },
  ({ personId }, change) => ofPerson(change, personId),
)
export const settleMembershipsOnSchoolJoined = react(
  'roles.settle-memberships-on-school-joined',
  { on: SchoolJoined, emits },
  ({ urn }, change) => ofSchool(change, urn),
)
export const settleMembershipsOnSchoolLeft = react(
  'roles.settle-memberships-on-school-left',
  { on: SchoolLeft, emits },
  ({ urn }, change) => ofSchool(change, urn),
)
export const settleMembershipsOnSchoolClosed = react(
  'roles.settle-memberships-on-school-closed',
  { on: SchoolClosed, emits },
  ({ urn }, change) => ofSchool(change, urn),
)
