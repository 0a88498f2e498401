import { LockMode } from '@mikro-orm/postgresql'
import { NoSuchSharingAgreement, SharingNotInState, SharingWithdrawing, SharingWithdrawn, WithdrawSharing } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { readOneSharing } from './read-sharing.ts'
import { subjectOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'
import { signsFor } from './sharing-standing.ts'

export const withdrawSharing = handle(
  WithdrawSharing,
  async ({ agreementId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const agreement =
      (await em.findOne(SharingAgreement, { id: agreementId }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? fail(NoSuchSharingAgreement)
    const { id, state, clientId } = agreement
    const isRecipient = caller.client === clientId && caller.person === undefined
    const decides = isNationalBody(caller) || (await signsFor(db, caller, today, agreement))
    if (!decides && !isRecipient) fail(NoSuchSharingAgreement)
    checkVersion(agreement)
    const needed: SharingAgreement['state'][] = decides ? ['offered', 'in-force'] : ['offered']
    if (!needed.includes(state)) fail(SharingNotInState, { state, needed })

    agreement.withdraw(now)
    if (agreement.state === 'withdrawn') emit(SharingWithdrawn, { ...subjectOf(agreement), withdrawnAt: now })
    else emit(SharingWithdrawing, subjectOf(agreement))
    await em.flush()
    return readOneSharing(db, id)
  },
)
