import { query } from '../../define.ts'
import { Agreement, AgreementId } from './model.ts'
import { NoSuchAgreement } from './problems.ts'

export const GetAgreement = query('membership.get-agreement', {
  summary: 'Get an agreement with its text and what each school answered',
  description:
    'By the national body, a co-leader of the network, or the authorised signatory of a school that it names; a draft by the first two.',
  needs: 'networks:read',
  http: 'GET /v1/agreements/:agreementId',
  input: { agreementId: AgreementId },
  output: Agreement,
  problems: [NoSuchAgreement],
})
