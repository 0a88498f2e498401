import Type from 'typebox'
import { Instant, text } from '../../formats.ts'
import { CentreId } from '../centres/model.ts'
import { DimensionCode } from '../frameworks/model.ts'
import { PortfolioId } from '../portfolios/model.ts'

export const PresentationId = Type.String({ format: 'uuid', description: 'A portfolio as it was presented, once.' })
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** `lacking`: the criteria that are not met, and what is missing, as those who judged it wrote. */
export const DimensionResult = Type.Object({
  code: DimensionCode,
  isMet: Type.Boolean(),
  lacking: Type.Array(Type.String()),
  comments: Type.Array(Type.String()),
})

export const Outcome = Type.Enum(['awarded', 'referred-back', 'not-awarded'])

/** An appeal is decided by somebody of the moderators who had no part in it: anew, and for good. */
export const Appeal = Type.Object({
  grounds: text(10_000),
  appealedAt: Instant,
  outcome: Type.Optional(Type.Enum(['upheld', 'dismissed'])),
  decidedAt: Type.Optional(Instant),
})

export const Presentation = Type.Object({
  id: PresentationId,
  portfolioId: PortfolioId,
  number: Type.Integer({ minimum: 1, description: 'Of the portfolio’s presentations.' }),
  centreId: CentreId,
  presentedAt: Instant,
  manifestSha256: Type.String({ ...Sha256, description: 'Of the manifest, which lists the hash of all that was presented.' }),
  outcome: Type.Optional(Outcome),
  decidedAt: Type.Optional(Instant),
  results: Type.Optional(Type.Array(DimensionResult, { description: 'Once it is decided. Nobody is named.' })),
  appeal: Type.Optional(Appeal),
})
