import { DeclineGroupInvitation, GroupInvitationDeclined, GroupMembershipNotInState, NoSuchGroupMembership } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { isHolder } from '../standing.ts'
import { lockMembership, shownMembership, stateOn, subjectOf, writeMembership } from './group-record.ts'
import { runsGroup } from './group-standing.ts'

export const declineGroupInvitation = handle(
  DeclineGroupInvitation,
  async ({ membershipId }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const membership = (await lockMembership(db, membershipId)) ?? fail(NoSuchGroupMembership)
    const group = { id: membership.groupId, networkId: membership.networkId }
    const isOwn = await isHolder(db, caller, today, membership.personId)
    if (!isOwn && !(await runsGroup({ sql: db, caller, today }, group))) fail(NoSuchGroupMembership)
    checkVersion(membership)
    if (membership.state !== 'invited') fail(GroupMembershipNotInState, { state: stateOn(membership, today), needed: ['invited'] })
    const declined = await writeMembership(db, { ...membership, state: 'declined' })
    emit(GroupInvitationDeclined, subjectOf(declined))
    return shownMembership(declined, today)
  },
)
