import {
  AgreementSigned,
  DayOutOfBounds,
  JoinNetwork,
  MembershipNotInState,
  NeedsPerson,
  NetworkNotInState,
  NoAgreementInForce,
  NoSuchMembership,
  SchoolBelongsAlready,
  SchoolJoined,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { Agreement, AgreementParty } from '../agreements/agreement.ts'
import { plusDays } from '../employments/day.ts'
import { earlierDay } from '../networks/deadline.ts'
import { Network } from '../networks/network.ts'
import { requireOpenSchools } from '../networks/require-schools.ts'
import { actingPerson, isSignatoryOf } from '../standing.ts'
import { lockSchoolMembership } from './lock-school-membership.ts'
import { readSchoolMembership } from './read-memberships.ts'

export const joinNetwork = handle(
  JoinNetwork,
  async ({ membershipId, firstDay: asked }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    if (caller.person === undefined) fail(NeedsPerson)
    const { network, membership } = (await lockSchoolMembership(em, db, membershipId)) ?? fail(NoSuchMembership)
    const { id, networkId, urn } = membership
    if (!(await isSignatoryOf(db, caller, today, { urn }))) fail(NoSuchMembership)
    checkVersion(membership)
    if (membership.state !== 'invited') fail(MembershipNotInState, { state: membership.stateOn(today), needed: ['invited'] })
    if (!Network.running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...Network.running] })
    const agreement = (await em.findOne(Agreement, { networkId, state: 'in-force', lastDay: { $gte: today } })) ?? fail(NoAgreementInForce)
    const firstDay = asked ?? today
    const horizon = plusDays(today, 366)
    const bounds = { earliest: agreement.firstDay!, latest: earlierDay(agreement.lastDay!, horizon) }
    if (firstDay < bounds.earliest || firstDay > bounds.latest) fail(DayOutOfBounds, bounds)
    await requireOpenSchools(db, fail, firstDay, [urn])

    const signatoryId = (await actingPerson(db, caller, today))!
    const named = await em.findOne(AgreementParty, { agreementId: agreement.id, urn })
    const party = named ?? em.create(AgreementParty, { agreementId: agreement.id, urn, answer: 'asked' })
    em.persist(party)
    // A school that left and comes back has signed this very agreement: its signature stands.
    if (party.answer === 'asked') {
      party.sign(signatoryId, now)
      agreement.signed()
      emit(AgreementSigned, { agreementId: agreement.id, networkId, number: agreement.number, urn, signatoryId })
    }
    membership.join(firstDay)
    emit(SchoolJoined, { membershipId: id, networkId, urn, firstDay, agreementId: agreement.id })
    await em.flush()
    return readSchoolMembership(db, id, today)
  },
  { constraints: { network_school_once_at_a_time: SchoolBelongsAlready } },
)
