import { SharingAgreementId, SharingExpired } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'

/** After 60 days without a signature nothing is held any more. */
export const lapseHeldOffer = work(
  'membership.lapse-held-offer',
  { input: { agreementId: SharingAgreementId }, emits: [SharingExpired] },
  async ({ agreementId }, _, { em, emit }): Promise<Step<null>> => {
    const offer = await em.findOne(SharingAgreement, { id: agreementId, state: 'offered' })
    if (offer) {
      offer.expire('not-signed')
      emit(SharingExpired, { ...subjectOf(offer), reason: 'not-signed' })
    }
    return { state: null, next: 'done' }
  },
)
