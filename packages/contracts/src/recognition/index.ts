/** All that recognition can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as frameworks from './frameworks/index.ts'
import * as portfolios from './portfolios/index.ts'

export {
  DefineFramework,
  Framework,
  FrameworkCodesRepeated,
  FrameworkCodeTaken,
  FrameworkDefined,
  GetFramework,
  ListFrameworks,
  NoSuchFramework,
  ReviseFramework,
} from './frameworks/index.ts'
export {
  AddEvidence,
  Attestation,
  AttestPortfolio,
  CoachOfOneself,
  DescribeJourney,
  DrawMatrix,
  Enrol,
  EnrolledAlready,
  Evidence,
  EvidenceAdded,
  EvidenceIncomplete,
  EvidenceRemoved,
  GetMatrix,
  GetPortfolio,
  ListAttestations,
  ListEvidence,
  ListPortfolios,
  Matrix,
  MayNotEnrol,
  NoSuchEvidence,
  NoSuchPortfolio,
  NoSuchStage,
  OtherFrameworksDimension,
  Portfolio,
  PortfolioAttested,
  PortfolioEnrolled,
  PortfolioFull,
  PortfolioNotInState,
  PortfolioPlanned,
  RemoveEvidence,
} from './portfolios/index.ts'

export const operations = [...frameworks.operations, ...portfolios.operations, ...operating('recognition').operations] as const

export const events = [...frameworks.events, ...portfolios.events] as const

export const recognition = service('recognition', {
  summary: 'Frameworks of recognition, and portfolios of professional learning.',
  operations,
  events,
})
