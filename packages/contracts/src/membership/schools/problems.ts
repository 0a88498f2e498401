import { problem } from '../../define.ts'

export const NoSuchSchool = problem(404, 'no-such-school', 'There is no such school.')
