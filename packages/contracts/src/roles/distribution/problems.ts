import Type from 'typebox'
import { problem } from '../../define.ts'

export const SeriesTooLong = problem(
  422,
  'series-too-long',
  'The days are in order and bring 60 points at most: ask for fewer terms or months.',
  {
    points: Type.Integer(),
  },
)
/** What the national body alone sees looks to others like nothing at all. */
export const NoSuchDistribution = problem(404, 'no-such-distribution', 'There is no such distribution.')
