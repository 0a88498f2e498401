import {
  DeclineInvitation,
  FoundingSchoolAnswers,
  InvitationEnded,
  MembershipNotInState,
  NoSuchMembership,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { managesNetwork } from '../networks/manages-network.ts'
import { isSignatoryOf } from '../standing.ts'
import { lockSchoolMembership } from './lock-school-membership.ts'
import { readSchoolMembership } from './read-memberships.ts'

export const declineInvitation = handle(
  DeclineInvitation,
  async ({ membershipId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    const { membership } = (await lockSchoolMembership(em, db, membershipId)) ?? fail(NoSuchMembership)
    const { id, networkId, urn } = membership
    const declines = await isSignatoryOf(db, caller, today, { urn })
    if (!declines && !(await managesNetwork(db, caller, today, networkId))) fail(NoSuchMembership)
    checkVersion(membership)
    if (membership.state !== 'invited') fail(MembershipNotInState, { state: membership.stateOn(today), needed: ['invited'] })
    if (membership.founding) fail(FoundingSchoolAnswers)

    const reason = declines ? 'declined' : 'taken-back'
    membership.lapse(reason)
    emit(InvitationEnded, { membershipId: id, networkId, urn, reason })
    await em.flush()
    return readSchoolMembership(db, id, today)
  },
)
