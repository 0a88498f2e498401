import { SharingAgreementId, SharingExpired } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'

/** At the end of the last day nothing is shared any more. */
export const expireSharing = work(
  'membership.expire-sharing',
  { input: { agreementId: SharingAgreementId }, emits: [SharingExpired] },
  async ({ agreementId }, _, { em, emit }): Promise<Step<null>> => {
    const agreement = await em.findOne(SharingAgreement, { id: agreementId, state: 'in-force' })
    if (agreement) {
      agreement.expire('end-date')
      emit(SharingExpired, { ...subjectOf(agreement), reason: 'end-date' })
    }
    return { state: null, next: 'done' }
  },
)
