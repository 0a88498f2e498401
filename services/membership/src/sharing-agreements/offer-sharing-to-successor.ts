import { CalendarDate, Urn } from '@nlc/contracts/formats'
import { SharingExpired, SharingOffered } from '@nlc/contracts/membership'
import { enqueueIn, newId, type Sql, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { deadlineAfter } from '../networks/deadline.ts'
import { lapseHeldOffer } from './lapse-held-offer.ts'
import { subjectOf, termsOf } from './said-of-sharing.ts'
import { SharingAgreement } from './sharing-agreement.ts'

/**
 * What one school shared, the other has to decide for itself: the same terms are offered to the successor, and what would be
 * shared is held for 60 days. Trusts' agreements go by their schools, and need nothing.
 */
export const offerSharingToSuccessor = work(
  'membership.offer-sharing-to-successor',
  { input: { urn: Urn, successorUrn: Urn, firstDay: CalendarDate }, emits: [SharingOffered, SharingExpired] },
  async ({ urn, successorUrn, firstDay }, _, { em, sql: db, now, today, emit, enqueue }): Promise<Step<null>> => {
    const { day, passedAt } = await deadlineAfter(db, firstDay)
    const ending = await em.find(SharingAgreement, { urn, state: { $in: ['offered', 'in-force'] } }, { orderBy: { id: 1 } })
    // One in force goes before an offer that would have renewed it.
    for (const before of ending.sort((a, b) => a.state.localeCompare(b.state))) {
      const { clientId, purpose, lawfulBasis, dataClasses, reviewDay, lastDay } = before
      const wasInForce = before.state === 'in-force'
      before.expire('school-succeeded')
      const has = await em.findOne(SharingAgreement, { clientId, urn: successorUrn, state: { $in: ['offered', 'in-force'] } })
      if (!has && lastDay >= today) {
        const heldUntil = wasInForce ? day : undefined
        const offer = em.create(SharingAgreement, {
          id: newId(),
          clientId,
          urn: successorUrn,
          purpose,
          lawfulBasis,
          dataClasses: [...dataClasses],
          reviewDay,
          lastDay,
          state: 'offered',
          offeredAt: now,
          inPlaceOf: before.id,
          heldUntil,
        })
        em.persist(offer)
        emit(SharingOffered, { ...subjectOf(offer), ...termsOf(offer), inPlaceOf: before.id, heldUntil })
        if (wasInForce) await enqueue(lapseHeldOffer, { agreementId: offer.id }, { key: offer.id, runAt: passedAt })
      }
      emit(SharingExpired, { ...subjectOf(before), reason: 'school-succeeded' })
      await em.flush()
    }
    return { state: null, next: 'done' }
  },
)

/** To be called where one school carries another on, in that transaction. */
export async function askForSharingAfterSuccession(
  db: Sql,
  { urn, successorUrn, firstDay }: { urn: string; successorUrn: string; firstDay: string },
): Promise<void> {
  const { rows } = await sql<{ now: Date }>`
    select domain_now() as now from sharing_agreement where urn = ${urn} and state in ('offered', 'in-force') limit 1`.execute(db)
  if (rows[0]) await enqueueIn(db, offerSharingToSuccessor, { urn, successorUrn, firstDay }, { key: urn, runAt: rows[0].now })
}
