import {
  AgreementBlocked,
  AgreementNotInState,
  AgreementSigned,
  AnsweredAlready,
  NeedsPerson,
  NetworkNotInState,
  NoSuchAgreement,
  SignAgreement,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { Network } from '../networks/network.ts'
import { actingPerson, isSignatoryOf } from '../standing.ts'
import { Agreement, AgreementParty } from './agreement.ts'
import { bringIntoForceWhenSigned } from './bring-into-force.ts'
import { lockAgreement } from './lock-agreement.ts'
import { readAgreement } from './read-agreement.ts'

export const signAgreement = handle(SignAgreement, async ({ agreementId, urn }, { caller, fail, ...change }) => {
  const { em, sql: db, now, today, emit } = change
  if (caller.person === undefined) fail(NeedsPerson)
  const { network, agreement } = (await lockAgreement(em, db, agreementId)) ?? fail(NoSuchAgreement)
  const { id, networkId, number, state } = agreement
  const party = (await em.findOne(AgreementParty, { agreementId: id, urn, succeededBy: null })) ?? fail(NoSuchAgreement)
  if (state === 'drafted' || !(await isSignatoryOf(db, caller, today, { urn }))) fail(NoSuchAgreement)
  if (party.answer !== 'asked') fail(AnsweredAlready, { answer: party.answer })
  if (state === 'blocked') {
    const refusals = await em.find(AgreementParty, { agreementId: id, answer: 'refused' }, { orderBy: { urn: 1 } })
    fail(AgreementBlocked, { refusedBy: refusals.map((refusal) => refusal.urn) })
  }
  if (!Agreement.signable.includes(state)) fail(AgreementNotInState, { state, needed: [...Agreement.signable] })
  if (!Network.open.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...Network.open] })

  const signatoryId = (await actingPerson(db, caller, today))!
  party.sign(signatoryId, now)
  agreement.signed()
  emit(AgreementSigned, { agreementId: id, networkId, number, urn, signatoryId })
  await em.flush()
  await bringIntoForceWhenSigned(change, network, agreement)
  await em.flush()
  return readAgreement(db, id)
})
