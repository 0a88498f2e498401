import { query } from '../../define.ts'
import { SharingAgreementId, SharingReceipt } from './model.ts'
import { NoSuchSharingAgreement } from './problems.ts'

export const GetSharingReceipt = query('membership.get-sharing-receipt', {
  summary: 'Get the receipt of a signed sharing agreement',
  description:
    'By its recipient, the authorised signatory of its controller, or the national body. It stays as it was signed. An offer has none.',
  needs: 'sharing:read',
  http: 'GET /v1/sharing-agreements/:agreementId/receipt',
  input: { agreementId: SharingAgreementId },
  output: SharingReceipt,
  problems: [NoSuchSharingAgreement],
})
