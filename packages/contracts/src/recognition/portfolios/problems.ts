import Type from 'typebox'
import { problem } from '../../define.ts'
import { StaffCategory } from '../../membership/employments/model.ts'
import { DimensionCode, StageCode } from '../frameworks/model.ts'
import { PortfolioId, PortfolioState } from './model.ts'

export const NoSuchPortfolio = problem(404, 'no-such-portfolio', 'There is no such portfolio.')
export const NoSuchEvidence = problem(404, 'no-such-evidence', 'There is no such item of evidence.')
export const NoSuchStage = problem(422, 'no-such-stage', 'The framework has no such stage.', { stages: Type.Array(StageCode) })
export const MayNotEnrol = problem(403, 'may-not-enrol', 'The framework is open to other categories of staff.', {
  enrols: Type.Array(StaffCategory),
})
export const EnrolledAlready = problem(409, 'enrolled-already', 'There is a portfolio of theirs for this stage already: go on with it.', {
  portfolioId: Type.Optional(PortfolioId),
})
export const PortfolioNotInState = problem(409, 'portfolio-not-in-state', 'The portfolio is in a state in which this cannot be done.', {
  state: PortfolioState,
  needed: Type.Array(PortfolioState),
})
export const OtherFrameworksDimension = problem(
  422,
  'other-frameworks-dimension',
  'Evidence is of dimensions of the portfolio’s own framework.',
  { dimensions: Type.Array(DimensionCode) },
)
export const EvidenceIncomplete = problem(
  422,
  'evidence-incomplete',
  'A text, a reflection and prior learning have a text; a link a URL, a file a `fileId`, a reference what it refers to, prior learning by whom and when; and none has what belongs to another kind.',
)
export const NoSuchEvidenceFile = problem(404, 'no-such-evidence-file', 'There is no such uploaded file that is not evidence already.')
export const EvidenceFileIncomplete = problem(409, 'evidence-file-incomplete', 'The file is not uploaded to its end yet.', {
  offset: Type.Integer(),
  length: Type.Integer(),
})
export const FileIsNotItsType = problem(422, 'file-is-not-its-type', 'The content of the file is not of the type that was announced.', {
  announced: Type.String(),
  found: Type.Optional(Type.String()),
})
export const NoSuchReference = problem(422, 'no-such-reference', 'There is nothing of theirs that this refers to.')
export const CoachOfOneself = problem(422, 'coach-of-oneself', 'Nobody is their own coach.')
export const PortfolioFull = problem(409, 'portfolio-full', 'A portfolio holds at most 300 items: take some out.', {
  items: Type.Integer(),
})
