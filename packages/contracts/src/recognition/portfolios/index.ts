import {
  EvidenceAdded,
  EvidenceRemoved,
  PortfolioAttested,
  PortfolioEnrolled,
  PortfolioFollowedPerson,
  PortfolioPlanned,
} from './events.ts'
import { AddEvidence, AttestPortfolio, DescribeJourney, Enrol, RemoveEvidence, UploadEvidenceFile } from './keep-portfolio.ts'
import {
  DrawMatrix,
  GetMatrix,
  GetPortfolio,
  ListAttestations,
  ListEvidence,
  ListPortfolios,
  ListSuggestions,
  ReadEvidenceFile,
} from './read-portfolios.ts'

export * from './events.ts'
export * from './keep-portfolio.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-portfolios.ts'

export const operations = [
  Enrol,
  DescribeJourney,
  UploadEvidenceFile,
  AddEvidence,
  RemoveEvidence,
  AttestPortfolio,
  GetPortfolio,
  ListPortfolios,
  ListEvidence,
  ListAttestations,
  GetMatrix,
  DrawMatrix,
  ReadEvidenceFile,
  ListSuggestions,
] as const
export const events = [
  PortfolioEnrolled,
  PortfolioPlanned,
  EvidenceAdded,
  EvidenceRemoved,
  PortfolioAttested,
  PortfolioFollowedPerson,
] as const
