import Type from 'typebox'
import { problem } from '../../define.ts'
import { Instant } from '../../formats.ts'
import { DimensionCode } from '../frameworks/model.ts'

export const NoSuchPresentation = problem(404, 'no-such-presentation', 'There is no such presentation.')
export const DimensionsLackEvidence = problem(
  409,
  'dimensions-lack-evidence',
  'A portfolio is presented with evidence in every dimension of its framework.',
  { dimensions: Type.Array(DimensionCode) },
)
export const JourneyMissing = problem(409, 'journey-missing', 'Say first what was to be learnt, why and how.')
export const AppealTooLate = problem(409, 'appeal-too-late', 'The time in which this could be appealed against is over.', {
  until: Type.Optional(Instant),
})
export const ChangedSincePresented = problem(
  409,
  'changed-since-presented',
  'The portfolio was changed since it was presented: an appeal is about what was judged. Present it again.',
)
export const AppealedAlready = problem(409, 'appealed-already', 'A decision is appealed against once.')
