import { query } from '../../define.ts'
import { SharingAgreement, SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement } from './problems.ts'

export const GetSharing = query('membership.get-sharing', {
  summary: 'Get a sharing agreement',
  description: 'By its recipient, the authorised signatory of its controller, or the national body.',
  needs: 'sharing:read',
  http: 'GET /v1/sharing-agreements/:agreementId',
  input: { agreementId: SharingAgreementId },
  output: SharingAgreement,
  problems: [NoSuchSharingAgreement],
})
