import { problem } from '../../define.ts'

export const NoSuchStaffSchool = problem(404, 'no-such-staff-school', 'There is no such school, or its staff are not yours to keep.')
export const NoSuchStaffReturn = problem(404, 'no-such-staff-return', 'There is no such staff return.')
