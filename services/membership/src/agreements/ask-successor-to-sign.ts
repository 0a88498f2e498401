import { CalendarDate, Urn } from '@nlc/contracts/formats'
import { AgreementSignatureAsked, signingEvents } from '@nlc/contracts/membership'
import { enqueueIn, type Sql, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { deadlineAfter } from '../networks/deadline.ts'
import { AgreementParty } from './agreement.ts'
import { bringIntoForceWhenSigned } from './bring-into-force.ts'
import { lockAgreement } from './lock-agreement.ts'
import { reportOverdueSignature } from './report-overdue-signature.ts'

const succession = { urn: Urn, successorUrn: Urn, firstDay: CalendarDate }

/** What one school signed does not bind the other: the successor is asked for its own signature, and the agreement stands meanwhile. */
export const askSuccessorToSign = work(
  'membership.ask-successor-to-sign',
  { input: succession, emits: [AgreementSignatureAsked, ...signingEvents] },
  async ({ urn: predecessorUrn, successorUrn: urn, firstDay }, _, change): Promise<Step<null>> => {
    const { em, sql: db, emit, enqueue } = change
    const { rows } = await sql<{ agreementId: string }>`
      select p.agreement_id as "agreementId" from agreement_party p join agreement a on a.id = p.agreement_id
      where p.urn = ${predecessorUrn} and p.succeeded_by is null and a.state <> 'superseded' order by p.agreement_id`.execute(db)
    for (const { agreementId } of rows) {
      const { network, agreement } = (await lockAgreement(em, db, agreementId))!
      const { networkId, number, state } = agreement
      const predecessor = await em.findOneOrFail(AgreementParty, { agreementId, urn: predecessorUrn })
      const isParty = (await em.findOne(AgreementParty, { agreementId, urn })) !== null
      if (state === 'drafted') em.remove(predecessor)
      else predecessor.succeededBy = urn
      agreement.asked()

      if (!isParty) {
        const { day: signBy, passedAt } = await deadlineAfter(db, firstDay)
        em.persist(em.create(AgreementParty, { agreementId, urn, answer: 'asked', signBy: state === 'drafted' ? null : signBy }))
        if (state !== 'drafted') {
          emit(AgreementSignatureAsked, { agreementId, networkId, number, urn, predecessorUrn, signBy })
          await enqueue(reportOverdueSignature, { agreementId, urn }, { key: `${agreementId}/${urn}`, runAt: passedAt })
        }
      }
      await em.flush()
      // The predecessor may have been the last whose answer was awaited.
      await bringIntoForceWhenSigned(change, network, agreement)
      await em.flush()
    }
    return { state: null, next: 'done' }
  },
)

/** To be called where one school carries another on, in that transaction. */
export async function askForSignatureAfterSuccession(
  db: Sql,
  { urn, successorUrn, firstDay }: { urn: string; successorUrn: string; firstDay: string },
): Promise<void> {
  const { rows } = await sql<{
    now: Date
  }>`select domain_now() as now from agreement_party where urn = ${urn} and succeeded_by is null limit 1`.execute(db)
  if (rows[0]) await enqueueIn(db, askSuccessorToSign, { urn, successorUrn, firstDay }, { key: urn, runAt: rows[0].now })
}
