import { NeedsPerson } from '@nlc/contracts/membership'
import {
  AgreeToNomination,
  DeclineNomination,
  InterestExpressed,
  InterestNotInState,
  NominationDeclined,
  NoSuchInterest,
} from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findInterest } from './find-interest.ts'
import { told } from './interest.ts'
import { readInterest } from './read-interests.ts'

export const agreeToNomination = handle(
  AgreeToNomination,
  async ({ interestId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    if (caller.person === undefined) fail(NeedsPerson)
    const { interest, state, isOwn } = (await findInterest(em, db, caller, today, interestId)) ?? fail(NoSuchInterest)
    if (!isOwn) fail(NoSuchInterest)
    checkVersion(interest)
    if (state !== 'nominated') fail(InterestNotInState, { state, needed: ['nominated'] })

    interest.agree(now)
    emit(InterestExpressed, told(interest))
    await em.flush()
    return readInterest(db, interest.id)
  },
)

export const declineNomination = handle(
  DeclineNomination,
  async ({ interestId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    if (caller.person === undefined) fail(NeedsPerson)
    const { interest, state, isOwn } = (await findInterest(em, db, caller, today, interestId)) ?? fail(NoSuchInterest)
    if (!isOwn) fail(NoSuchInterest)
    checkVersion(interest)
    if (state !== 'nominated') fail(InterestNotInState, { state, needed: ['nominated'] })

    interest.state = 'declined'
    emit(NominationDeclined, told(interest))
    await em.flush()
    return readInterest(db, interest.id)
  },
)
