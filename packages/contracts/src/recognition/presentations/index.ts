import Type from 'typebox'
import { command, query } from '../../define.ts'
import { text } from '../../formats.ts'
import { CentreIsClosed, NoSuchCentre } from '../centres/index.ts'
import { CentreId } from '../centres/model.ts'
import { PortfolioId } from '../portfolios/model.ts'
import { NoSuchPortfolio, PortfolioNotInState } from '../portfolios/problems.ts'
import {
  AppealDismissed,
  AssignmentEnded,
  DecisionAppealed,
  JudgementGiven,
  JudgesAssigned,
  ModerationBegun,
  PortfolioAwarded,
  PortfolioNotAwarded,
  PortfolioPresented,
  PortfolioReferredBack,
} from './events.ts'
import { Presentation, PresentationId } from './model.ts'
import {
  AppealedAlready,
  AppealTooLate,
  ChangedSincePresented,
  DimensionsLackEvidence,
  JourneyMissing,
  NoSuchPresentation,
} from './problems.ts'

export * from './events.ts'
export * from './model.ts'
export * from './problems.ts'

export const PresentPortfolio = command('recognition.present-portfolio', {
  summary: 'Present a portfolio for recognition',
  description:
    'By whose portfolio it is, with evidence in every dimension. It is frozen, byte for byte: a manifest has the hash of all that is in it. Verifiers are found who have no interest in it.',
  needs: 'recognition:write',
  http: 'POST /v1/portfolios/:portfolioId/presentations',
  input: { portfolioId: PortfolioId, centreId: CentreId },
  output: Presentation,
  emits: [PortfolioPresented],
  problems: [NoSuchPortfolio, PortfolioNotInState, JourneyMissing, DimensionsLackEvidence, NoSuchCentre, CentreIsClosed],
  ifMatch: true,
})

export const AppealDecision = command('recognition.appeal-decision', {
  summary: 'Appeal against a decision',
  description:
    'By whose portfolio it is, once, in the time that the framework gives, and before it is changed: what was judged is judged anew.',
  needs: 'recognition:write',
  http: 'POST /v1/presentations/:presentationId/appeal',
  input: { presentationId: PresentationId, grounds: text(10_000) },
  output: Presentation,
  emits: [DecisionAppealed],
  problems: [NoSuchPresentation, PortfolioNotInState, AppealTooLate, AppealedAlready, ChangedSincePresented],
})

export const GetPresentation = query('recognition.get-presentation', {
  summary: 'Get a presentation, and what was decided',
  description: 'By whose portfolio it is, who coaches it, and who leads the centre.',
  needs: 'recognition:read',
  http: 'GET /v1/presentations/:presentationId',
  input: { presentationId: PresentationId },
  output: Presentation,
  problems: [NoSuchPresentation],
})

export const ListPresentations = query('recognition.list-presentations', {
  summary: 'List the presentations of a portfolio',
  description: 'By whose portfolio it is, and who coaches it.',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/presentations',
  input: { portfolioId: PortfolioId },
  output: Type.Object({ items: Type.Array(Presentation) }),
  problems: [NoSuchPortfolio],
})

export const ReadManifest = query('recognition.read-manifest', {
  summary: 'Read the manifest of a presentation',
  description:
    'The very bytes whose SHA-256 the presentation names: canonical JSON (RFC 8785) with the journey’s hash and that of each item of evidence and attestation. Also for who judges it.',
  needs: 'recognition:read',
  http: 'GET /v1/presentations/:presentationId/manifest',
  input: { presentationId: PresentationId },
  problems: [NoSuchPresentation],
  stream: { produces: 'application/json' },
})

export const operations = [PresentPortfolio, AppealDecision, GetPresentation, ListPresentations, ReadManifest] as const
export const events = [
  PortfolioPresented,
  JudgesAssigned,
  AssignmentEnded,
  JudgementGiven,
  ModerationBegun,
  PortfolioReferredBack,
  PortfolioNotAwarded,
  PortfolioAwarded,
  DecisionAppealed,
  AppealDismissed,
] as const
