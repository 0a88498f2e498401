import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { CoLeaderLeft } from '../networks/events.ts'
import { SchoolLeft } from './events.ts'
import { GivenLeavingReason, SchoolMembership, SchoolMembershipId } from './model.ts'
import { DayOutOfBounds, MembershipNotInState, NoSuchMembership } from './problems.ts'

export const LeaveNetwork = command('membership.leave-network', {
  summary: 'Leave a network, or correct the last day of leaving it',
  description:
    "By the school's authorised signatory, or the national body. The last day counts, and is today or later; its co-leaders leave with the school. A school that left keeps its last day once that has passed.",
  needs: 'networks:write',
  http: 'POST /v1/school-memberships/:membershipId/leaving',
  input: { membershipId: SchoolMembershipId, lastDay: CalendarDate, reason: GivenLeavingReason },
  output: SchoolMembership,
  emits: [SchoolLeft, CoLeaderLeft],
  problems: [NoSuchMembership, MembershipNotInState, DayOutOfBounds],
  status: 200,
  ifMatch: true,
})
