import {
  AgreementIssued,
  AgreementNotInState,
  AgreementSuperseded,
  IssueAgreement,
  NetworkNotInState,
  NoSuchAgreement,
  NotOfTheNetwork,
  SchoolsLeftOut,
} from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { Network } from '../networks/network.ts'
import { requireEnoughSchools, requireOpenSchools } from '../networks/require-schools.ts'
import { Agreement, AgreementParty } from './agreement.ts'
import { lockAgreement } from './lock-agreement.ts'
import { readAgreement } from './read-agreement.ts'
import { schoolsToName } from './schools-to-name.ts'

export const issueAgreement = handle(
  IssueAgreement,
  async ({ agreementId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    if (!isNationalBody(caller)) fail(NoSuchAgreement)
    const { network, agreement } = (await lockAgreement(em, db, agreementId)) ?? fail(NoSuchAgreement)
    checkVersion(agreement)
    const { id, networkId, number, state } = agreement
    if (state !== 'drafted') fail(AgreementNotInState, { state, needed: ['drafted'] })
    if (!Network.open.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...Network.open] })

    const named = (await em.find(AgreementParty, { agreementId: id }, { orderBy: { urn: 1 } })).map(({ urn }) => urn)
    const possible = await schoolsToName(db, networkId, today)
    const strangers = named.filter((urn) => !possible.some((school) => school.urn === urn))
    if (strangers.length > 0) fail(NotOfTheNetwork, { urns: strangers })
    const leftOut = possible.filter(({ urn, needed, refused }) => needed && !refused && !named.includes(urn)).map(({ urn }) => urn)
    if (leftOut.length > 0) fail(SchoolsLeftOut, { urns: leftOut })
    await requireEnoughSchools(db, fail, network.programmeCode, named.length)
    await requireOpenSchools(db, fail, today, named)

    // The one before makes room in the database first: one at a time is open.
    const before = await em.findOne(Agreement, { networkId, state: { $in: ['issued', 'partially-signed', 'blocked'] } })
    before?.supersede(id, today)
    await em.flush()
    agreement.issue(now)
    if (before) emit(AgreementSuperseded, { agreementId: before.id, networkId, number: before.number, supersededBy: id })
    emit(AgreementIssued, { agreementId: id, networkId, number, schools: named })
    await em.flush()
    return readAgreement(db, id)
  },
)
