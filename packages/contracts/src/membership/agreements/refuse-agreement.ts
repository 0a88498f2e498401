import Type from 'typebox'
import { command } from '../../define.ts'
import { text, Urn } from '../../formats.ts'
import { SchoolLeft } from '../network-memberships/events.ts'
import { CoLeaderLeft } from '../networks/events.ts'
import { NeedsPerson } from '../networks/problems.ts'
import { AgreementRefused } from './events.ts'
import { Agreement, AgreementId, RefusalReason } from './model.ts'
import { AgreementNotInState, AnsweredAlready, NoSuchAgreement } from './problems.ts'

export const RefuseAgreement = command('membership.refuse-agreement', {
  summary: 'Refuse an agreement for a school',
  description:
    "By the school's authorised signatory. The refusal and its reason are kept for ever, and this version is blocked. A school that refuses in place of one it succeeded leaves the network today instead.",
  needs: 'networks:write',
  http: 'POST /v1/agreements/:agreementId/refusals',
  input: { agreementId: AgreementId, urn: Urn, reason: RefusalReason, words: Type.Optional(text(2000)) },
  output: Agreement,
  emits: [AgreementRefused, SchoolLeft, CoLeaderLeft],
  problems: [NeedsPerson, NoSuchAgreement, AgreementNotInState, AnsweredAlready],
  status: 200,
})
