import { NeedsPerson } from '@nlc/contracts/membership'
import { InterestNotInState, InterestWithdrawn, NoSuchInterest, WithdrawInterest } from '@nlc/contracts/roles'
import { handle, isNationalBody } from '@nlc/runtime'
import { findInterest } from './find-interest.ts'
import { told } from './interest.ts'
import { readInterest } from './read-interests.ts'

/** What the person said is the person's to withdraw; what others said of the person is theirs, until it is answered. */
export const withdrawInterest = handle(
  WithdrawInterest,
  async ({ interestId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    if (caller.person === undefined && !isNationalBody(caller)) fail(NeedsPerson)
    const { interest, state, isOwn, mayTakeBack } = (await findInterest(em, db, caller, today, interestId)) ?? fail(NoSuchInterest)
    if (!isOwn && !mayTakeBack) fail(NoSuchInterest)
    checkVersion(interest)
    const needed: ('expressed' | 'nominated')[] = [
      ...(isOwn ? (['expressed'] as const) : []),
      ...(mayTakeBack ? (['nominated'] as const) : []),
    ]
    if (!(needed as string[]).includes(state)) fail(InterestNotInState, { state, needed })

    interest.state = 'withdrawn'
    emit(InterestWithdrawn, told(interest))
    await em.flush()
    return readInterest(db, interest.id)
  },
)
