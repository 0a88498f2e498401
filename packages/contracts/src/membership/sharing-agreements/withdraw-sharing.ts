import { command } from '../../define.ts'
import { SharingWithdrawing, SharingWithdrawn } from './events.ts'
import { SharingAgreement, SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement, SharingNotInState } from './problems.ts'

export const WithdrawSharing = command('membership.withdraw-sharing', {
  summary: 'Withdraw a sharing agreement, or turn an offer down',
  description:
    'By the authorised signatory, or the national body; an offer also by the client that made it. What is in force is `withdrawing` at once: this service shows nothing from this answer on, and the state says `withdrawn` when every door is closed.',
  needs: 'sharing:write',
  http: 'POST /v1/sharing-agreements/:agreementId/withdrawal',
  input: { agreementId: SharingAgreementId },
  output: SharingAgreement,
  emits: [SharingWithdrawing, SharingWithdrawn],
  problems: [NoSuchSharingAgreement, SharingNotInState],
  status: 202,
  ifMatch: true,
})
