import Type from 'typebox'
import { CalendarDate, Id, Instant, text, Urn, Version } from '../../formats.ts'

export const CentreId = Type.String({ format: 'uuid', description: 'A recognition centre.' })

const leaderIds = { uniqueItems: true, description: 'Who lead it: they see what is decided, and revoke.' }
/** None are left where they were erased: the national body names others. */
export const Leaders = Type.Array(Id, leaderIds)

/** Where portfolios are presented, and who answers for what is decided there. */
export const centreTerms = {
  name: text(200),
  urn: Type.Optional(Type.String({ ...Urn, description: 'The school that is one, or hosts it.' })),
  organisationId: Type.Optional(Type.String({ format: 'uuid', description: 'The partner organisation that is one, or hosts it.' })),
  leaderIds: Type.Array(Id, { minItems: 1, maxItems: 10, ...leaderIds }),
}

export const Centre = Type.Object({
  id: CentreId,
  version: Version,
  ...centreTerms,
  leaderIds: Leaders,
  state: Type.Enum(['open', 'closed']),
  openedAt: Instant,
  closedAt: Type.Optional(Instant),
})

/** Of one framework, at one centre, in one academic year. */
export const ModerationRate = Type.Object({
  frameworkCode: Type.String(),
  firstDay: CalendarDate,
  agreed: Type.Integer({ minimum: 0, description: 'Portfolios of which the verifiers found every dimension met.' }),
  moderated: Type.Integer({ minimum: 0, description: 'Of those, so many went, or go, to a moderator.' }),
  percent: Type.Integer({ minimum: 0, maximum: 100, description: 'What the framework’s newest edition asks for at least.' }),
})
