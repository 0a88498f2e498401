import {
  AgreementNotInState,
  AgreementRefused,
  AnsweredAlready,
  NeedsPerson,
  NoSuchAgreement,
  RefuseAgreement,
  SchoolLeft,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { SchoolMembership } from '../network-memberships/school-membership.ts'
import { laterDay } from '../networks/deadline.ts'
import { noteCoLeadersLeavingWithSchool } from '../networks/note-co-leader-leaving.ts'
import { actingPerson, isSignatoryOf } from '../standing.ts'
import { Agreement, AgreementParty } from './agreement.ts'
import { lockAgreement } from './lock-agreement.ts'
import { readAgreement } from './read-agreement.ts'

export const refuseAgreement = handle(RefuseAgreement, async ({ agreementId, urn, reason, words }, { caller, fail, ...change }) => {
  const { em, sql: db, now, today, emit } = change
  if (caller.person === undefined) fail(NeedsPerson)
  const { agreement } = (await lockAgreement(em, db, agreementId)) ?? fail(NoSuchAgreement)
  const { id, networkId, number, state } = agreement
  const party = (await em.findOne(AgreementParty, { agreementId: id, urn, succeededBy: null })) ?? fail(NoSuchAgreement)
  if (state === 'drafted' || !(await isSignatoryOf(db, caller, today, { urn }))) fail(NoSuchAgreement)
  if (party.answer !== 'asked') fail(AnsweredAlready, { answer: party.answer })
  if (!Agreement.refusable.includes(state)) fail(AgreementNotInState, { state, needed: [...Agreement.refusable] })

  const signatoryId = (await actingPerson(db, caller, today))!
  party.refuse(signatoryId, reason, words, now)
  agreement.refused()
  emit(AgreementRefused, { agreementId: id, networkId, number, urn, signatoryId, reason, blocked: agreement.state === 'blocked' })

  if (state === 'in-force') {
    // It came in place of a school that had signed, and does not want what that one wanted.
    const membership = await em.findOne(SchoolMembership, { networkId, urn, state: 'joined', lastDay: null })
    if (membership) {
      const lastDay = laterDay(membership.firstDay!, today)
      membership.leave(lastDay, 'agreement-refused')
      emit(SchoolLeft, { membershipId: membership.id, networkId, urn, lastDay, reason: 'agreement-refused' })
      await noteCoLeadersLeavingWithSchool(change, { urn, lastDay, networkId })
    }
  }
  await em.flush()
  return readAgreement(db, id)
})
