import Type from 'typebox'
import { CalendarDate, Id, Instant, text, Version } from '../../formats.ts'

export const SharingAgreementId = Type.String({ format: 'uuid', description: 'A sharing agreement.' })
/** `withdrawing`: withdrawn, and doors are still closing; `withdrawn`: nothing is shared since the instant that it says. */
export const SharingState = Type.Enum(['offered', 'in-force', 'withdrawing', 'withdrawn', 'expired'])
/** UK GDPR, article 6(1), (a) to (f). */
export const LawfulBasis = Type.Enum(['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests'])
/** `cover`: when whose lessons need cover because they visit another school, so that the school's MIS can arrange it. */
export const DataClass = Type.Enum(['schools-memberships', 'people', 'employments', 'roles', 'activities', 'cover', 'recognition'])
/** Why an agreement or an offer ended by itself. */
export const ExpiryReason = Type.Enum(['end-date', 'renewed', 'school-succeeded', 'not-signed'])

export const ClientId = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'A client of this platform.',
})

/** Who decides what is shared: a school, by its URN, or a trust for all its schools, by its group id. */
export const Controller = Type.Object({
  kind: Type.Enum(['school', 'trust']),
  reference: Type.String({ minLength: 6, maxLength: 36, pattern: '^(\\d{6}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' }),
})

export const sharingTerms = {
  controller: Controller,
  purpose: text(1000),
  lawfulBasis: LawfulBasis,
  dataClasses: Type.Array(DataClass, { minItems: 1, maxItems: 7, uniqueItems: true }),
  reviewDay: Type.String({ ...CalendarDate, description: 'By when the controller looks at it again; not after the last day.' }),
  lastDay: Type.String({ ...CalendarDate, description: 'The last day on which anything is shared; at most 5 years from the offer.' }),
}

export const SharingAgreement = Type.Object({
  id: SharingAgreementId,
  clientId: Type.String({ ...ClientId, description: 'The recipient.' }),
  ...sharingTerms,
  state: SharingState,
  offeredAt: Instant,
  signatoryId: Type.Optional(Id),
  signedAt: Type.Optional(Instant),
  withdrawnAt: Type.Optional(Instant),
  expiryReason: Type.Optional(ExpiryReason),
  /** The agreement of the school that this one's controller succeeded. */
  inPlaceOf: Type.Optional(SharingAgreementId),
  /** By when it is to be signed for nothing to be lost; until then what would be shared is held. */
  heldUntil: Type.Optional(CalendarDate),
  version: Version,
})

/** What was signed, for both sides to keep. */
export const SharingReceipt = Type.Object({
  agreementId: SharingAgreementId,
  clientId: ClientId,
  ...sharingTerms,
  signatoryId: Id,
  signedAt: Instant,
  /** SHA-256, in hex, over the members above as JSON with sorted keys and no white space (RFC 8785). */
  digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})
