import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { DimensionCode, Edition, FrameworkCode, StageCode } from '../frameworks/model.ts'
import { EvidenceId, EvidenceKind, PortfolioId } from './model.ts'

const about = { portfolio: 'portfolioId' } as const
export const portfolioSaid = { portfolioId: PortfolioId, personId: Id, frameworkCode: FrameworkCode, edition: Edition, stage: StageCode }
const evidence = { evidenceId: EvidenceId, kind: EvidenceKind, dimensions: Type.Array(DimensionCode) }

export const PortfolioEnrolled = event('recognition.portfolio-enrolled', {
  summary: 'Somebody begins a portfolio, for a stage of a framework.',
  about,
  data: portfolioSaid,
})
export const PortfolioPlanned = event('recognition.portfolio-planned', {
  summary: 'A portfolio says what is to be learnt, or says it anew.',
  about,
  data: portfolioSaid,
})
export const EvidenceAdded = event('recognition.evidence-added', {
  summary: 'There is evidence of dimensions of a portfolio.',
  about,
  data: { ...portfolioSaid, ...evidence },
})
export const EvidenceRemoved = event('recognition.evidence-removed', {
  summary: 'An item of evidence was taken out of a portfolio.',
  about,
  data: { ...portfolioSaid, ...evidence },
})
export const PortfolioAttested = event('recognition.portfolio-attested', {
  summary: 'A coach attests to the support that was given.',
  about,
  data: { ...portfolioSaid, coachId: Id },
})
export const PortfolioFollowedPerson = event('recognition.portfolio-followed-person', {
  summary: 'The record of whose portfolio it is, or who coaches it, was merged into another: it is theirs.',
  about,
  data: portfolioSaid,
})
