import { DraftAgreement } from './draft-agreement.ts'
import {
  AgreementDrafted,
  AgreementInForce,
  AgreementIssued,
  AgreementRefused,
  AgreementSignatureAsked,
  AgreementSignatureOverdue,
  AgreementSigned,
  AgreementSuperseded,
} from './events.ts'
import { GetAgreement } from './get-agreement.ts'
import { IssueAgreement } from './issue-agreement.ts'
import { ListAgreements } from './list-agreements.ts'
import { RefuseAgreement } from './refuse-agreement.ts'
import { ReviseAgreement } from './revise-agreement.ts'
import { SignAgreement } from './sign-agreement.ts'

export * from './draft-agreement.ts'
export * from './events.ts'
export * from './get-agreement.ts'
export * from './issue-agreement.ts'
export * from './list-agreements.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './refuse-agreement.ts'
export * from './revise-agreement.ts'
export * from './sign-agreement.ts'

export const operations = [
  DraftAgreement,
  ReviseAgreement,
  IssueAgreement,
  SignAgreement,
  RefuseAgreement,
  ListAgreements,
  GetAgreement,
] as const
export const events = [
  AgreementDrafted,
  AgreementIssued,
  AgreementSigned,
  AgreementRefused,
  AgreementInForce,
  AgreementSuperseded,
  AgreementSignatureAsked,
  AgreementSignatureOverdue,
] as const
