import { SharingAgreementId, SharingWithdrawn } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'

/**
 * Our own door, the reads of this service, closed when the withdrawal was committed: it is the only one there is so far. A
 * service with a door of its own is to be waited for here.
 */
export const closeSharingDoors = work(
  'membership.close-sharing-doors',
  { input: { agreementId: SharingAgreementId }, emits: [SharingWithdrawn] },
  async ({ agreementId }, _, { em, now, emit }): Promise<Step<null>> => {
    const agreement = await em.findOne(SharingAgreement, { id: agreementId, state: 'withdrawing' })
    if (agreement) {
      agreement.doorsClosed(now)
      emit(SharingWithdrawn, { ...subjectOf(agreement), withdrawnAt: now })
    }
    return { state: null, next: 'done' }
  },
)
