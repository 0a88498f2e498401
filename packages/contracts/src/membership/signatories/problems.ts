import { problem } from '../../define.ts'

export const NoSuchSchoolToSignFor = problem(
  404,
  'no-such-school-to-sign-for',
  'There is no such school, or its signatories are not in your view.',
)
export const NoSuchGroupToSignFor = problem(
  404,
  'no-such-group-to-sign-for',
  'There is no such group, or its signatories are not in your view.',
)
export const DelegationBackwards = problem(422, 'delegation-backwards', 'The last day lies before the first.')
