import { command } from '../../define.ts'
import { NeedsPerson } from '../networks/problems.ts'
import { SharingExpired, SharingInForce } from './events.ts'
import { SharingAgreement, SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement, OfferLapsed, SharingNotInState, SignedThroughRecipient } from './problems.ts'

export const SignSharing = command('membership.sign-sharing', {
  summary: 'Sign a sharing agreement for the school or trust',
  description:
    'By its authorised signatory, through another client than the recipient. One that it renews expires with it, and who was left out of that stays left out. It is in force from this instant to its last day; a receipt of what was signed is kept.',
  needs: 'sharing:write',
  http: 'POST /v1/sharing-agreements/:agreementId/signature',
  input: { agreementId: SharingAgreementId },
  output: SharingAgreement,
  emits: [SharingInForce, SharingExpired],
  problems: [NeedsPerson, NoSuchSharingAgreement, SignedThroughRecipient, SharingNotInState, OfferLapsed],
  status: 200,
  ifMatch: true,
})
