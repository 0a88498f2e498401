import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { AgreementId, RefusalReason } from './model.ts'

const about = { agreement: 'agreementId' } as const
const agreement = { agreementId: AgreementId, networkId: NetworkId, number: Type.Integer() }

export const AgreementDrafted = event('membership.agreement-drafted', {
  summary: "A version of a network's partnership agreement was drafted.",
  about,
  data: { ...agreement, schools: Type.Array(Urn) },
})

export const AgreementIssued = event('membership.agreement-issued', {
  summary: 'Every school that the agreement names is asked to sign it.',
  about,
  data: { ...agreement, schools: Type.Array(Urn) },
})

export const AgreementSigned = event('membership.agreement-signed', {
  summary: 'A school signed an agreement: one that it was issued with, that it joins, or that it takes over from the school it succeeds.',
  about,
  data: { ...agreement, urn: Urn, signatoryId: Id },
})

export const AgreementRefused = event('membership.agreement-refused', {
  summary: 'A school refused an agreement. Before the agreement is in force, this blocks it.',
  about,
  data: { ...agreement, urn: Urn, signatoryId: Id, reason: RefusalReason, blocked: Type.Boolean() },
})

export const AgreementInForce = event('membership.agreement-in-force', {
  summary: 'All schools signed: the agreement is in force from the first day to the last, both counted.',
  about,
  data: { ...agreement, schools: Type.Array(Urn), firstDay: CalendarDate, lastDay: CalendarDate },
})

export const AgreementSuperseded = event('membership.agreement-superseded', {
  summary: 'The next version took the place of an agreement; without one, its network was dissolved.',
  about,
  data: {
    ...agreement,
    supersededBy: Type.Optional(AgreementId),
    lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Of one that was in force.' })),
  },
})

export const AgreementSignatureAsked = event('membership.agreement-signature-asked', {
  summary: 'A school succeeded one that the agreement names, and is asked to sign in its place within 60 days.',
  about,
  data: { ...agreement, urn: Urn, predecessorUrn: Urn, signBy: CalendarDate },
})

export const AgreementSignatureOverdue = event('membership.agreement-signature-overdue', {
  summary: 'A school that succeeded another has not signed within 60 days: for the national body to act on.',
  about,
  data: { ...agreement, urn: Urn, signBy: CalendarDate },
})
