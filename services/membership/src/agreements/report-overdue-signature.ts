import { Urn } from '@nlc/contracts/formats'
import { AgreementId, AgreementSignatureOverdue } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { Agreement, AgreementParty } from './agreement.ts'

/** Waits for the end of the 60 days, and tells the national body where the successor has not answered. */
export const reportOverdueSignature = work(
  'membership.report-overdue-signature',
  { input: { agreementId: AgreementId, urn: Urn }, emits: [AgreementSignatureOverdue] },
  async ({ agreementId, urn }, _, { em, emit }): Promise<Step<null>> => {
    const party = await em.findOne(AgreementParty, { agreementId, urn, answer: 'asked', succeededBy: null })
    const agreement = party && (await em.findOne(Agreement, { id: agreementId, state: { $ne: 'superseded' } }))
    if (party && agreement) {
      const { networkId, number } = agreement
      emit(AgreementSignatureOverdue, { agreementId, networkId, number, urn, signBy: party.signBy! })
    }
    return { state: null, next: 'done' }
  },
)
