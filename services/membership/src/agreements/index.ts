import { Agreement, AgreementParty } from './agreement.ts'
import { askSuccessorToSign } from './ask-successor-to-sign.ts'
import { draftAgreement } from './draft-agreement.ts'
import { getAgreement } from './get-agreement.ts'
import { issueAgreement } from './issue-agreement.ts'
import { listAgreements } from './list-agreements.ts'
import { refuseAgreement } from './refuse-agreement.ts'
import { reportOverdueSignature } from './report-overdue-signature.ts'
import { reviseAgreement } from './revise-agreement.ts'
import { signAgreement } from './sign-agreement.ts'

export const handlers = [
  draftAgreement,
  reviseAgreement,
  issueAgreement,
  signAgreement,
  refuseAgreement,
  listAgreements,
  getAgreement,
] as const
export const entities = [Agreement, AgreementParty] as const
export const reactions = [] as const
export const works = [askSuccessorToSign, reportOverdueSignature] as const
