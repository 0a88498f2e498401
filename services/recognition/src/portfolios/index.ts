import { describeJourney, enrol } from './enrol.ts'
import { followPersonOnPersonTold } from './follow-person-on-person-told.ts'
import { addEvidence, attestPortfolio, removeEvidence } from './keep-evidence.ts'
import { drawMatrixOf, getMatrix, getPortfolio, listAttestations, listEvidence, listPortfolios } from './read-portfolios.ts'

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
] as const
export const entities = [] as const
export const reactions = [...followPersonOnPersonTold] as const
export const works = [] as const
