import { LockMode } from '@mikro-orm/postgresql'
import {
  NeedsPerson,
  NoSuchSharingAgreement,
  OfferLapsed,
  SharingExpired,
  SharingInForce,
  SharingNotInState,
  SignedThroughRecipient,
  SignSharing,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { deadlineAfter } from '../networks/deadline.ts'
import { actingPerson } from '../standing.ts'
import { expireSharing } from './expire-sharing.ts'
import { readOneSharing } from './read-sharing.ts'
import { digestOf } from './receipt-digest.ts'
import { subjectOf, termsOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'
import { signsFor } from './sharing-standing.ts'

export const signSharing = handle(
  SignSharing,
  async ({ agreementId }, { em, sql: db, caller, now, today, emit, enqueue, fail, checkVersion }) => {
    if (caller.person === undefined) fail(NeedsPerson)
    const agreement =
      (await em.findOne(SharingAgreement, { id: agreementId }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? fail(NoSuchSharingAgreement)
    const { id, clientId, urn, groupId, state, lastDay, inPlaceOf } = agreement
    if (!(await signsFor(db, caller, today, agreement))) fail(NoSuchSharingAgreement)
    if (caller.client === clientId) fail(SignedThroughRecipient)
    checkVersion(agreement)
    if (state !== 'offered') fail(SharingNotInState, { state, needed: ['offered'] })
    if (lastDay < today) fail(OfferLapsed, { lastDay })

    // The one that it renews makes room in the database first: one at a time is in force.
    const renewed = await em.findOne(SharingAgreement, { clientId, urn: urn ?? null, groupId: groupId ?? null, state: 'in-force' })
    renewed?.expire('renewed')
    await em.flush()
    const signatoryId = (await actingPerson(db, caller, today))!
    agreement.sign(signatoryId, now, digestOf)
    await sql`
    insert into sharing_left_out (agreement_id, person_id)
    select ${id}, person_id from sharing_left_out where agreement_id in (${inPlaceOf ?? null}::uuid, ${renewed?.id ?? null}::uuid)
    on conflict do nothing`.execute(db)
    emit(SharingInForce, { ...subjectOf(agreement), ...termsOf(agreement), signatoryId, signedAt: now, inPlaceOf: inPlaceOf ?? undefined })
    if (renewed) emit(SharingExpired, { ...subjectOf(renewed), reason: 'renewed' })
    await enqueue(expireSharing, { agreementId: id }, { key: id, runAt: (await deadlineAfter(db, lastDay, 0)).passedAt })
    await em.flush()
    return readOneSharing(db, id)
  },
)
