import Type from 'typebox'
import { Id, Instant, text, Version } from '../../formats.ts'
import { DimensionCode, Edition, FrameworkCode, StageCode } from '../frameworks/model.ts'

export const PortfolioId = Type.String({ format: 'uuid', description: 'A portfolio of professional learning.' })
export const EvidenceId = Type.String({ format: 'uuid', description: 'An item of evidence.' })

/** `planning` once it says what is to be learnt, `in-progress` with the first evidence. */
export const PortfolioState = Type.Enum(['enrolled', 'planning', 'in-progress'])

/** What a participant writes of it. */
export const journeyTerms = {
  title: Type.String({ ...text(200), examples: ['Talk in mathematics'] }),
  journey: Type.String({ ...text(20_000), description: 'What is to be learnt, why, and how.' }),
  coachId: Type.Optional(Type.String({ ...Id, description: 'Who supports it. A coach never judges it.' })),
}

export const Portfolio = Type.Object({
  id: PortfolioId,
  version: Version,
  personId: Id,
  frameworkCode: FrameworkCode,
  edition: Edition,
  stage: StageCode,
  title: Type.Optional(journeyTerms.title),
  journey: Type.Optional(journeyTerms.journey),
  coachId: journeyTerms.coachId,
  state: PortfolioState,
  enrolledAt: Instant,
})

export const EvidenceKind = Type.Enum(['text', 'link', 'reflection'])

export const evidenceTerms = {
  kind: EvidenceKind,
  title: text(200),
  dimensions: Type.Array(DimensionCode, { minItems: 1, maxItems: 12, uniqueItems: true, description: 'Of which it is evidence.' }),
  text: Type.Optional(text(50_000)),
  url: Type.Optional(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000, description: 'Of a link.' })),
}

export const Evidence = Type.Object({
  id: EvidenceId,
  version: Version,
  portfolioId: PortfolioId,
  ...evidenceTerms,
  addedAt: Instant,
})

/** What a coach says of the support that was given and taken. */
export const Attestation = Type.Object({
  id: Id,
  portfolioId: PortfolioId,
  coachId: Id,
  text: text(5_000),
  attestedAt: Instant,
})

/** What each dimension has and lacks. */
export const Matrix = Type.Object({
  portfolioId: PortfolioId,
  dimensions: Type.Array(
    Type.Object({
      code: DimensionCode,
      label: Type.String(),
      evidence: Type.Array(Type.Object({ id: EvidenceId, title: Type.String(), kind: EvidenceKind })),
      lacks: Type.Array(Type.Enum(['evidence']), { description: 'What keeps it from being presented.' }),
    }),
  ),
  attestations: Type.Integer({ minimum: 0 }),
  isComplete: Type.Boolean({ description: 'No dimension lacks anything.' }),
})
