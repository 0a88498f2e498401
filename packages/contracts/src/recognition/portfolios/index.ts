import { EvidenceAdded, EvidenceRemoved, PortfolioAttested, PortfolioEnrolled, PortfolioPlanned } from './events.ts'
import { AddEvidence, AttestPortfolio, DescribeJourney, Enrol, RemoveEvidence } from './keep-portfolio.ts'
import { DrawMatrix, GetMatrix, GetPortfolio, ListAttestations, ListEvidence, ListPortfolios } from './read-portfolios.ts'

export * from './events.ts'
export * from './keep-portfolio.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-portfolios.ts'

export const operations = [
  Enrol,
  DescribeJourney,
  AddEvidence,
  RemoveEvidence,
  AttestPortfolio,
  GetPortfolio,
  ListPortfolios,
  ListEvidence,
  ListAttestations,
  GetMatrix,
  DrawMatrix,
] as const
export const events = [PortfolioEnrolled, PortfolioPlanned, EvidenceAdded, EvidenceRemoved, PortfolioAttested] as const
