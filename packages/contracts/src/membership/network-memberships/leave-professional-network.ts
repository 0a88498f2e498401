import { command } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { PersonLeftNetwork } from './events.ts'
import { PersonMembership } from './model.ts'
import { DayOutOfBounds, NoSuchMembership } from './problems.ts'

export const LeaveProfessionalNetwork = command('membership.leave-professional-network', {
  summary: 'Leave a professional network',
  description: 'By the person, a coordinator of the network, or the national body. The last day counts, and is today or later.',
  needs: 'networks:write',
  http: 'POST /v1/person-memberships/:membershipId/leaving',
  input: { membershipId: Id, lastDay: CalendarDate },
  output: PersonMembership,
  emits: [PersonLeftNetwork],
  problems: [NoSuchMembership, DayOutOfBounds],
  status: 200,
  ifMatch: true,
})
