import { listStaffMatches } from './list-staff-matches.ts'
import { matchStaff } from './match-staff.ts'
import { settleStaffMatch } from './settle-staff-match.ts'
import { StaffMatch } from './staff-match.ts'
import { unlinkStaffMatch } from './unlink-staff-match.ts'

export const handlers = [matchStaff, listStaffMatches, settleStaffMatch, unlinkStaffMatch] as const
export const entities = [StaffMatch] as const
export const reactions = [] as const
export const works = [] as const
