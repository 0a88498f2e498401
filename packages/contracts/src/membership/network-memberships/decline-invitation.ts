import { command } from '../../define.ts'
import { InvitationEnded } from './events.ts'
import { SchoolMembership, SchoolMembershipId } from './model.ts'
import { MembershipNotInState, NoSuchMembership } from './problems.ts'

export const DeclineInvitation = command('membership.decline-invitation', {
  summary: 'Decline or take back an invitation',
  description:
    "By the school's authorised signatory (it was declined), or by a co-leader or the national body (it was taken back). A founding school that does not want to join refuses the agreement instead, so that its refusal stays on record.",
  needs: 'networks:write',
  http: 'POST /v1/school-memberships/:membershipId/declining',
  input: { membershipId: SchoolMembershipId },
  output: SchoolMembership,
  emits: [InvitationEnded],
  problems: [NoSuchMembership, MembershipNotInState],
  status: 200,
  ifMatch: true,
})
