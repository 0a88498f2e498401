import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Instant } from '../../formats.ts'
import { ClientId, Controller, DataClass, ExpiryReason, LawfulBasis, SharingAgreementId } from './model.ts'

const about = { 'sharing-agreement': 'agreementId' } as const
const agreement = { agreementId: SharingAgreementId, clientId: ClientId, controller: Controller }
const terms = { lawfulBasis: LawfulBasis, dataClasses: Type.Array(DataClass), reviewDay: CalendarDate, lastDay: CalendarDate }

export const SharingOffered = event('membership.sharing-offered', {
  summary:
    'A sharing agreement was offered to a school or trust. Where it stands in place of one of a school that was succeeded, messages are held until the day named.',
  about,
  data: { ...agreement, ...terms, inPlaceOf: Type.Optional(SharingAgreementId), heldUntil: Type.Optional(CalendarDate) },
})

export const SharingInForce = event('membership.sharing-in-force', {
  summary: 'A sharing agreement was signed: the recipient may see what it names from this instant.',
  about,
  data: { ...agreement, ...terms, signatoryId: Id, signedAt: Instant, inPlaceOf: Type.Optional(SharingAgreementId) },
})

export const SharingWithdrawing = event('membership.sharing-withdrawing', {
  summary: 'A sharing agreement was withdrawn. Every door that it opened closes now.',
  about,
  data: agreement,
})

export const SharingWithdrawn = event('membership.sharing-withdrawn', {
  summary: 'A sharing agreement is withdrawn: every door is closed since this instant. Or an offer was taken back or turned down.',
  about,
  data: { ...agreement, withdrawnAt: Instant },
})

export const SharingExpired = event('membership.sharing-expired', {
  summary:
    'A sharing agreement reached its last day or was renewed, its school was succeeded, or an offer in place of one was not signed in time.',
  about,
  data: { ...agreement, reason: ExpiryReason },
})

export const PersonLeftOut = event('membership.person-left-out-of-sharing', {
  summary: 'A person is left out of a sharing agreement: its recipient sees nothing of them. Never told to the recipient.',
  about,
  data: { ...agreement, personId: Id },
})

export const PersonTakenIn = event('membership.person-taken-into-sharing', {
  summary: 'A person who was left out of a sharing agreement is so no longer. Never told to the recipient.',
  about,
  data: { ...agreement, personId: Id },
})
