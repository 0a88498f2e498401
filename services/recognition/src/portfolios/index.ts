import { describeJourney, enrol } from './enrol.ts'
import { addEvidence, attestPortfolio, removeEvidence } from './keep-evidence.ts'
import {
  drawMatrixOf,
  getMatrix,
  getPortfolio,
  listAttestations,
  listEvidence,
  listPortfolios,
  readEvidenceFile,
} from './read-portfolios.ts'

export const handlers = [
  enrol,
  describeJourney,
  addEvidence,
  removeEvidence,
  attestPortfolio,
  getPortfolio,
  listPortfolios,
  listEvidence,
  listAttestations,
  getMatrix,
  drawMatrixOf,
  readEvidenceFile,
] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
