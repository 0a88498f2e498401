import Type from 'typebox'
import { command } from '../../define.ts'
import { Agreement, AgreementId, agreementText, partySchools } from './model.ts'
import { AgreementNotInState, NoSuchAgreement, NotOfTheNetwork } from './problems.ts'

export const ReviseAgreement = command('membership.revise-agreement', {
  summary: 'Change a drafted agreement',
  description: 'By a co-leader, or the national body. What is left out stays as it is. Once issued, an agreement never changes.',
  needs: 'networks:write',
  http: 'PATCH /v1/agreements/:agreementId',
  input: { agreementId: AgreementId, text: Type.Optional(agreementText), schools: partySchools },
  output: Agreement,
  emits: [],
  problems: [NoSuchAgreement, AgreementNotInState, NotOfTheNetwork],
  ifMatch: true,
})
