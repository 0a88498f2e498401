import { SharingWithdrawn } from '@nlc/contracts/membership'
import { DoorsClosed } from '@nlc/contracts/subscriptions'
import { react } from '@nlc/runtime'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'

/**
 * Our own door, the reads of this service, closed when the withdrawal was committed; subscriptions has the others, and says when they
 * are closed. Until it has said so, the agreement is `withdrawing`, however long it is away.
 */
export const endSharingOnDoorsClosed = react(
  'membership.end-sharing',
  { on: DoorsClosed, emits: [SharingWithdrawn] },
  async ({ agreementId, closedAt }, { em, emit }) => {
    const agreement = await em.findOne(SharingAgreement, { id: agreementId, state: 'withdrawing' })
    if (!agreement) return
    agreement.doorsClosed(new Date(closedAt))
    emit(SharingWithdrawn, { ...subjectOf(agreement), withdrawnAt: closedAt })
  },
)
