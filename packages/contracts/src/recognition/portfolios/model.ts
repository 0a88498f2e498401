import Type from 'typebox'
import { CalendarDate, Id, Instant, text, Version } from '../../formats.ts'
import { DimensionCode, Edition, FrameworkCode, StageCode } from '../frameworks/model.ts'

export const PortfolioId = Type.String({ format: 'uuid', description: 'A portfolio of professional learning.' })
export const EvidenceId = Type.String({ format: 'uuid', description: 'An item of evidence.' })

/**
 * `planning` once it says what is to be learnt, `in-progress` with the first evidence. `presented`: frozen, and waiting for who judges
 * it. `referred-back`: open again, to be completed. `appealed`: against being referred back, or not awarded.
 */
export const PortfolioState = Type.Enum([
  'enrolled',
  'planning',
  'in-progress',
  'presented',
  'verifying',
  'moderating',
  'awarded',
  'referred-back',
  'not-awarded',
  'appealed',
])

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

/** `reference`: to what the platform itself knows. `prior-learning`: what was recognised elsewhere before. */
export const EvidenceKind = Type.Enum(['text', 'link', 'reflection', 'file', 'reference', 'prior-learning'])

/** A visit or session attended, an activity hosted or led as the role, a role held, a shared programme followed. */
export const ReferenceKind = Type.Enum(['visit', 'role', 'programme'])
export const Reference = Type.Object({
  of: ReferenceKind,
  id: Type.String({ format: 'uuid', description: 'The booking of a visit; the appointment to a role; the shared programme.' }),
})

export const PriorLearning = Type.Object({
  awardedBy: text(200),
  awardedOn: CalendarDate,
  recordId: Type.Optional(
    Type.String({ format: 'uuid', description: 'A record of one’s own that was imported and verified, where this is that.' }),
  ),
})

export const evidenceTerms = {
  kind: EvidenceKind,
  title: text(200),
  dimensions: Type.Array(DimensionCode, { minItems: 1, maxItems: 12, uniqueItems: true, description: 'Of which it is evidence.' }),
  text: Type.Optional(text(50_000)),
  url: Type.Optional(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000, description: 'Of a link.' })),
  reference: Type.Optional(Reference),
  priorLearning: Type.Optional(PriorLearning),
}

export const EvidenceFile = Type.Object({
  name: text(200),
  mediaType: Type.String({ description: 'As its content says.' }),
  bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})

export const Evidence = Type.Object({
  id: EvidenceId,
  version: Version,
  portfolioId: PortfolioId,
  ...evidenceTerms,
  file: Type.Optional(EvidenceFile),
  addedAt: Instant,
})

/** What the platform knows that could be evidence, and is none yet. */
export const Suggestion = Type.Object({
  reference: Reference,
  title: Type.String(),
  firstDay: CalendarDate,
  lastDay: Type.Optional(CalendarDate),
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
