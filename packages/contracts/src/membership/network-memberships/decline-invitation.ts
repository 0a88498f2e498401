import { command } from '../../define.ts'
import { InvitationEnded } from './events.ts'
import { SchoolMembership, SchoolMembershipId } from './model.ts'
import { FoundingSchoolAnswers, MembershipNotInState, NoSuchMembership } from './problems.ts'

export const DeclineInvitation = command('membership.decline-invitation', {
  summary: 'Decline or take back an invitation',
  description:
    "By the school's authorised signatory (it was declined), or by a co-leader or the national body (it was taken back). Not of a founding school: it answers the agreement.",
  needs: 'networks:write',
  http: 'POST /v1/school-memberships/:membershipId/declining',
  input: { membershipId: SchoolMembershipId },
  output: SchoolMembership,
  emits: [InvitationEnded],
  problems: [NoSuchMembership, MembershipNotInState, FoundingSchoolAnswers],
  status: 200,
  ifMatch: true,
})
