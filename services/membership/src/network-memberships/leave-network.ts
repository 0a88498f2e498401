import { DayOutOfBounds, LeaveNetwork, MembershipNotInState, NoSuchMembership, SchoolLeft } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { laterDay } from '../networks/deadline.ts'
import { noteCoLeadersLeavingWithSchool } from '../networks/note-co-leader-leaving.ts'
import { isSignatoryOf } from '../standing.ts'
import { lockSchoolMembership } from './lock-school-membership.ts'
import { readSchoolMembership } from './read-memberships.ts'

export const leaveNetwork = handle(LeaveNetwork, async ({ membershipId, lastDay, reason }, { caller, fail, checkVersion, ...change }) => {
  const { em, sql: db, today, emit } = change
  const { membership } = (await lockSchoolMembership(em, db, membershipId)) ?? fail(NoSuchMembership)
  const { id, networkId, urn } = membership
  if (!isNationalBody(caller) && !(await isSignatoryOf(db, caller, today, { urn }))) fail(NoSuchMembership)
  checkVersion(membership)
  const state = membership.stateOn(today)
  if (state !== 'joined') fail(MembershipNotInState, { state, needed: ['joined'] })
  const earliest = laterDay(membership.firstDay!, today)
  if (lastDay < earliest) fail(DayOutOfBounds, { earliest })

  if (membership.lastDay !== lastDay || membership.leavingReason !== reason) {
    membership.leave(lastDay, reason)
    emit(SchoolLeft, { membershipId: id, networkId, urn, lastDay, reason })
    await noteCoLeadersLeavingWithSchool(change, { urn, lastDay, networkId })
  }
  await em.flush()
  return readSchoolMembership(db, id, today)
})
