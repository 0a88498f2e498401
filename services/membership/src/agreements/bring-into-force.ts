import type { signingEvents } from '@nlc/contracts/membership'
import {
  AgreementInForce,
  AgreementSuperseded,
  InvitationEnded,
  NetworkActivated,
  SchoolJoined,
  SchoolLeft,
} from '@nlc/contracts/membership'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayBefore } from '../employments/day.ts'
import { SchoolMembership } from '../network-memberships/school-membership.ts'
import { CoLeader } from '../networks/co-leader.ts'
import { laterDay } from '../networks/deadline.ts'
import type { Network } from '../networks/network.ts'
import { noteCoLeadersLeavingWithSchool } from '../networks/note-co-leader-leaving.ts'
import { Agreement, AgreementParty } from './agreement.ts'

export type SigningChange = Change<(typeof signingEvents)[number]>

/** Where no school's answer is awaited any more, the agreement is in force from today. A school that was succeeded is not waited for. */
export async function bringIntoForceWhenSigned(change: SigningChange, network: Network, agreement: Agreement): Promise<void> {
  const parties = await change.em.find(AgreementParty, { agreementId: agreement.id, succeededBy: null }, { orderBy: { urn: 1 } })
  if (agreement.state !== 'partially-signed' || parties.some(({ answer }) => answer !== 'signed')) return
  const schools = parties.map(({ urn }) => urn)
  await putInForce(change, network, agreement, schools)
  await settleMembers(change, network, agreement, schools)
  // Who leaves with a school that was left out is not appointed.
  await change.em.flush()
  if (network.state === 'forming') await activate(change, network, agreement, schools)
}

async function putInForce(
  { em, sql: db, emit, today }: SigningChange,
  network: Network,
  agreement: Agreement,
  schools: string[],
): Promise<void> {
  const { id: agreementId, networkId, number } = agreement
  const { rows } = await sql<{ lastDay: string }>`
    select (${today}::date + make_interval(months => agreement_months) - interval '1 day')::date as "lastDay"
    from programme where code = ${network.programmeCode}`.execute(db)
  const { lastDay } = rows[0]!

  // The one before makes room in the database first: one at a time is in force.
  const before = await em.findOne(Agreement, { networkId, state: 'in-force' })
  before?.supersede(agreementId, dayBefore(today))
  await em.flush()
  agreement.putInForce(today, lastDay)
  emit(AgreementInForce, { agreementId, networkId, number, schools, firstDay: today, lastDay })
  if (before) {
    emit(AgreementSuperseded, {
      agreementId: before.id,
      networkId,
      number: before.number,
      supersededBy: agreementId,
      lastDay: before.lastDay ?? undefined,
    })
  }
}

/** Who signed belongs; a school that refused and was left out does not, or no longer. */
async function settleMembers(change: SigningChange, network: Network, { id: agreementId }: Agreement, schools: string[]): Promise<void> {
  const { em, emit, today } = change
  const { id: networkId } = network
  const memberships = await em.find(
    SchoolMembership,
    { networkId, $or: [{ state: 'invited' }, { state: 'joined', lastDay: null }] },
    { orderBy: { urn: 1 } },
  )
  for (const membership of memberships) {
    const { id: membershipId, urn } = membership
    const signed = schools.includes(urn)
    if (membership.state === 'invited' && signed) {
      membership.join(today)
      emit(SchoolJoined, { membershipId, networkId, urn, firstDay: today, agreementId })
    } else if (membership.state === 'invited' && membership.founding) {
      membership.lapse('left-out-of-agreement')
      emit(InvitationEnded, { membershipId, networkId, urn, reason: 'left-out-of-agreement' })
      await noteCoLeadersLeavingWithSchool(change, { urn, lastDay: today, networkId })
    } else if (membership.state === 'joined' && !signed) {
      membership.leave(laterDay(membership.firstDay!, today), 'agreement-refused')
      emit(SchoolLeft, { membershipId, networkId, urn, lastDay: membership.lastDay!, reason: 'agreement-refused' })
      await noteCoLeadersLeavingWithSchool(change, { urn, lastDay: membership.lastDay!, networkId })
    }
  }
}

async function activate(
  { em, emit, today }: SigningChange,
  network: Network,
  { id: agreementId }: Agreement,
  schools: string[],
): Promise<void> {
  const { id: networkId, kind } = network
  const coLeaders = await em.find(CoLeader, { networkId, lastDay: null }, { orderBy: { id: 1 } })
  network.activate(today)
  emit(NetworkActivated, {
    networkId,
    kind,
    agreementId,
    firstDay: today,
    schools,
    coLeaders: coLeaders.map(({ id: coLeaderId, personId, urn, firstDay }) => ({ coLeaderId, personId, urn: urn ?? undefined, firstDay })),
  })
}
