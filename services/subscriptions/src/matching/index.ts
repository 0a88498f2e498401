import { keepMatchOnStaffMatched } from './keep-match-on-staff-matched.ts'

export const reactions = [...keepMatchOnStaffMatched] as const
