import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'

export const NoSuchGovernanceTerm = problem(404, 'no-such-governance-term', 'There is no such governance term.')
export const NoSuchBoard = problem(404, 'no-such-board', 'There is no such school or group, or its people are not yours to keep.')
export const GovernanceTermOverlaps = problem(409, 'governance-term-overlaps', 'The person is on this board already on some of these days.')
export const GovernanceTermTooLong = problem(
  422,
  'governance-term-too-long',
  'A term has a last day, at most four years (1,461 days) after its first. Only a head teacher who sits by virtue of the post has an open one.',
)
export const GovernanceTermBackwards = problem(422, 'governance-term-backwards', 'The last day lies before the first.')
export const GovernanceTermHasEnded = problem(
  409,
  'governance-term-has-ended',
  'The term was ended already. If that is wrong, correct it.',
  {
    lastDay: Type.Optional(CalendarDate),
  },
)
