import {
  AgreementDrafted,
  AnotherVersionDrafted,
  DraftAgreement,
  NetworkNotInState,
  NoSuchNetwork,
  NotOfTheNetwork,
  NotThisKindOfNetwork,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { lockNetwork } from '../networks/lock-network.ts'
import { managesNetwork } from '../networks/manages-network.ts'
import { Network } from '../networks/network.ts'
import { Agreement, AgreementParty } from './agreement.ts'
import { readAgreement } from './read-agreement.ts'
import { schoolsToName } from './schools-to-name.ts'

export const draftAgreement = handle(
  DraftAgreement,
  async ({ networkId: id, text, schools }, { em, sql: db, caller, today, emit, fail }) => {
    const network = (await lockNetwork(em, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state, kind } = network
    if (!(await managesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    if (kind !== 'school-network') fail(NotThisKindOfNetwork)
    if (!Network.open.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.open] })
    const versions = await em.find(Agreement, { networkId }, { orderBy: { number: -1 } })
    const draft = versions.find((version) => version.state === 'drafted')
    if (draft) fail(AnotherVersionDrafted, { agreementId: draft.id })

    const possible = await schoolsToName(db, networkId, today)
    const named = schools ?? possible.filter(({ refused }) => !refused).map(({ urn }) => urn)
    const strangers = named.filter((urn) => !possible.some((school) => school.urn === urn))
    if (strangers.length > 0) fail(NotOfTheNetwork, { urns: strangers })

    const number = (versions[0]?.number ?? 0) + 1
    const agreement = em.create(Agreement, { id: newId(), networkId, number, text, state: 'drafted', partyChanges: 0 })
    em.persist([agreement, ...named.map((urn) => em.create(AgreementParty, { agreementId: agreement.id, urn, answer: 'asked' }))])
    emit(AgreementDrafted, { agreementId: agreement.id, networkId, number, schools: [...named].sort() })
    await em.flush()
    return readAgreement(db, agreement.id)
  },
)
