import { StaffMatched, StaffMatchUnclear, StaffUnlinked } from './events.ts'
import { ListStaffMatches } from './list-staff-matches.ts'
import { MatchStaff } from './match-staff.ts'
import { SettleStaffMatch } from './settle-staff-match.ts'
import { UnlinkStaffMatch } from './unlink-staff-match.ts'

export * from './events.ts'
export * from './list-staff-matches.ts'
export * from './match-staff.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './settle-staff-match.ts'
export * from './unlink-staff-match.ts'

export const operations = [MatchStaff, ListStaffMatches, SettleStaffMatch, UnlinkStaffMatch] as const
export const events = [StaffMatched, StaffMatchUnclear, StaffUnlinked] as const
