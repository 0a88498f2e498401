import { problem } from '../../define.ts'

export const NoSuchSnapshot = problem(404, 'no-such-snapshot', 'There is no such snapshot. They are kept for 7 days.')
