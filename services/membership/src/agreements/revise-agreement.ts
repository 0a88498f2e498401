import { AgreementNotInState, NoSuchAgreement, NotOfTheNetwork, ReviseAgreement } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { managesNetwork } from '../networks/manages-network.ts'
import { AgreementParty } from './agreement.ts'
import { lockAgreement } from './lock-agreement.ts'
import { readAgreement } from './read-agreement.ts'
import { schoolsToName } from './schools-to-name.ts'

export const reviseAgreement = handle(
  ReviseAgreement,
  async ({ agreementId, text, schools }, { em, sql: db, caller, today, fail, checkVersion }) => {
    const { network, agreement } = (await lockAgreement(em, db, agreementId)) ?? fail(NoSuchAgreement)
    if (!(await managesNetwork(db, caller, today, network.id))) fail(NoSuchAgreement)
    checkVersion(agreement)
    const { id, state } = agreement
    if (state !== 'drafted') fail(AgreementNotInState, { state, needed: ['drafted'] })

    if (text !== undefined) agreement.text = text
    if (schools) {
      const possible = new Set((await schoolsToName(db, network.id, today)).map(({ urn }) => urn))
      const strangers = schools.filter((urn) => !possible.has(urn))
      if (strangers.length > 0) fail(NotOfTheNetwork, { urns: strangers })
      const parties = await em.find(AgreementParty, { agreementId: id })
      const dropped = parties.filter(({ urn }) => !schools.includes(urn))
      const added = schools.filter((urn) => !parties.some((party) => party.urn === urn))
      for (const party of dropped) em.remove(party)
      em.persist(added.map((urn) => em.create(AgreementParty, { agreementId: id, urn, answer: 'asked' })))
      if (dropped.length + added.length > 0) agreement.asked()
    }
    await em.flush()
    return readAgreement(db, id)
  },
)
