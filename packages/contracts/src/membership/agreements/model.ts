import Type from 'typebox'
import { CalendarDate, Id, Instant, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'

export const AgreementId = Type.String({ format: 'uuid', description: "One version of a network's partnership agreement." })
/**
 * `blocked`: a school refused, so this version can never come into force. `superseded`: the next version took its place.
 * An agreement in force stays `in-force` when its last day has passed: `lastDay` says until when it holds.
 */
export const AgreementState = Type.Enum(['drafted', 'issued', 'partially-signed', 'in-force', 'blocked', 'superseded'])
export const PartyAnswer = Type.Enum(['asked', 'signed', 'refused'])
export const RefusalReason = Type.Enum([
  'commitment-unequal',
  'terms',
  'time-and-staffing',
  'joins-another-network',
  'governors-decided',
  'other',
])

export const agreementText = Type.String({ minLength: 1, maxLength: 100_000, pattern: '\\S' })
const schools = (rest: string) =>
  Type.Optional(
    Type.Array(Urn, { minItems: 2, maxItems: 500, uniqueItems: true, description: `The schools that are asked to sign. ${rest}` }),
  )
export const partySchools = schools('Default: all that belong or are invited, less those that refused an earlier version.')

/** A school that an agreement names, and what it answered. */
export const Party = Type.Object({
  urn: Urn,
  answer: PartyAnswer,
  /** Who signed or refused for the school. */
  signatoryId: Type.Optional(Id),
  answeredAt: Type.Optional(Instant),
  reason: Type.Optional(RefusalReason),
  words: Type.Optional(Type.String()),
  /** By when a school that succeeded another is to sign in its place. */
  signBy: Type.Optional(CalendarDate),
  /** The school that stands in its place since. */
  succeededBy: Type.Optional(Urn),
})

const outline = {
  id: AgreementId,
  networkId: NetworkId,
  number: Type.Integer({ minimum: 1, description: '1 for the first version of the agreement of this network.' }),
  state: AgreementState,
  issuedAt: Type.Optional(Instant),
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
  parties: Type.Array(Party),
  version: Version,
}
/** An agreement without its text. */
export const AgreementOutline = Type.Object(outline)
export const Agreement = Type.Object({ ...outline, text: Type.String() })
