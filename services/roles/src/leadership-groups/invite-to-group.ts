import {
  InGroupAlready,
  InvitedToGroup,
  InviteToGroup,
  LeadershipGroupHasClosed,
  NoSuchLeadershipGroup,
  NotAtSchoolOfNetwork,
} from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import { handle, newId } from '@nlc/runtime'
import { resolvePerson } from '../standing.ts'
import { addMembership, lockGroup, shownMembership, subjectOf } from './group-record.ts'
import { groundAt, runsGroup } from './group-standing.ts'
import { isInGroup } from './is-in-group.ts'

export const inviteToGroup = handle(InviteToGroup, async ({ groupId, personId, urn }, { sql: db, caller, today, emit, fail }) => {
  const group = (await lockGroup(db, today, groupId)) ?? fail(NoSuchLeadershipGroup)
  if (!(await runsGroup({ sql: db, caller, today }, group))) fail(NoSuchLeadershipGroup)
  if (group.lastDay !== null) fail(LeadershipGroupHasClosed, { lastDay: group.lastDay })
  const person = await resolvePerson(db, personId)
  const ground = person && (await groundAt(db, group.networkId, person, urn, later(today, group.firstDay)))
  if (person === undefined || ground === undefined) return fail(NotAtSchoolOfNetwork, { personId, urn })
  if (await isInGroup(db, group.id, person, today)) fail(InGroupAlready, { personId })

  const invited = await addMembership(db, {
    id: newId(),
    groupId: group.id,
    networkId: group.networkId,
    personId: person,
    urn,
    governor: ground === 'governor',
    state: 'invited',
    firstDay: null,
    lastDay: null,
    leads: false,
    appointmentId: null,
    reason: null,
  })
  emit(InvitedToGroup, subjectOf(invited))
  return shownMembership(invited, today)
})
