import { GroupDayOutOfBounds, GroupMembershipNotInState, LeaveGroup, LeftGroup, NoSuchGroupMembership } from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import { handle } from '@nlc/runtime'
import { isHolder } from '../standing.ts'
import { outOfBounds } from './bounds.ts'
import { lockMembership, shownMembership, stateOn, subjectOf, writeMembership } from './group-record.ts'
import { runsGroup } from './group-standing.ts'

export const leaveGroup = handle(LeaveGroup, async ({ membershipId, lastDay }, { sql: db, caller, today, emit, fail, checkVersion }) => {
  const membership = (await lockMembership(db, membershipId)) ?? fail(NoSuchGroupMembership)
  const { personId, groupId, networkId, state, firstDay, lastDay: known } = membership
  const isOwn = await isHolder(db, caller, today, personId)
  if (!isOwn && !(await runsGroup({ sql: db, caller, today }, { id: groupId, networkId }))) fail(NoSuchGroupMembership)
  checkVersion(membership)
  if (state !== 'joined' || (known !== null && known < today))
    fail(GroupMembershipNotInState, { state: stateOn(membership, today), needed: ['joined'] })
  const earliest = later(today, firstDay!)
  const day = lastDay ?? earliest
  const bounds = outOfBounds(day, today, earliest)
  if (bounds) fail(GroupDayOutOfBounds, bounds)
  // An end that follows from something else comes no later by it.
  if (known !== null && day > known) fail(GroupDayOutOfBounds, { earliest, latest: known })
  if (known === day) return shownMembership(membership, today)
  const reason = isOwn ? 'at-own-wish' : 'taken-out'
  const left = await writeMembership(db, { ...membership, lastDay: day, reason })
  emit(LeftGroup, { ...subjectOf(left), lastDay: day, reason })
  return shownMembership(left, today)
})
