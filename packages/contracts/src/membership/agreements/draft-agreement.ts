import { command } from '../../define.ts'
import { NotThisKindOfNetwork } from '../network-memberships/problems.ts'
import { NetworkId } from '../networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../networks/problems.ts'
import { AgreementDrafted } from './events.ts'
import { Agreement, agreementText, partySchools } from './model.ts'
import { AnotherVersionDrafted, NotOfTheNetwork } from './problems.ts'

export const DraftAgreement = command('membership.draft-agreement', {
  summary: "Draft the next version of a network's partnership agreement",
  description: 'By a co-leader, or the national body.',
  needs: 'networks:write',
  http: 'POST /v1/networks/:networkId/agreements',
  input: { networkId: NetworkId, text: agreementText, schools: partySchools },
  output: Agreement,
  emits: [AgreementDrafted],
  problems: [NoSuchNetwork, NetworkNotInState, NotThisKindOfNetwork, AnotherVersionDrafted, NotOfTheNetwork],
})
