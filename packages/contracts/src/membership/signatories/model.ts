import Type from 'typebox'
import { CalendarDate, Id, period, text, Urn, Version } from '../../formats.ts'

/** `trust`: a signatory of the school's trust, while the school has neither a head nor a chair of governors. */
export const SignatoryGround = Type.Enum(['head-teacher', 'delegation', 'chair-of-governors', 'trust'])

export const Signatory = Type.Object({
  personId: Id,
  ground: SignatoryGround,
  delegationId: Type.Optional(Id),
  /** Days on which the ground holds, as recorded. */
  ...period,
})
export const Signatories = Type.Object({ asAt: CalendarDate, items: Type.Array(Signatory) })

/** What shows that it was delegated, such as a governors' minute: a text, and where the paper is kept. */
export const Evidence = Type.Object({ text: text(2000), reference: Type.Optional(text(200)) })

export const Delegation = Type.Object({
  id: Id,
  version: Version,
  /** Of one of them. */
  urn: Type.Optional(Urn),
  groupId: Type.Optional(Id),
  personId: Id,
  ...period,
  evidence: Evidence,
  delegatedBy: Type.Optional(Type.String({ format: 'uuid', description: 'The signatory who delegated. Absent: the national body did.' })),
  revokedOn: Type.Optional(CalendarDate),
})
