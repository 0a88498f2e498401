import { NeedsPerson } from '@nlc/contracts/membership'
import {
  GroupDayOutOfBounds,
  InGroupAlready,
  JoinedGroup,
  JoinGroup,
  LeadershipGroupHasClosed,
  NoSuchLeadershipGroup,
  NotAtSchoolOfNetwork,
} from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { outOfBounds } from './bounds.ts'
import { addMembership, lockGroup, readMemberships, shownMembership, subjectOf, writeMembership } from './group-record.ts'
import { groundAt, seesGroup } from './group-standing.ts'
import { isInGroup } from './is-in-group.ts'

export const joinGroup = handle(JoinGroup, async ({ groupId, urn, firstDay }, { sql: db, caller, today, emit, fail }) => {
  if (caller.person === undefined) fail(NeedsPerson)
  const group = (await lockGroup(db, today, groupId)) ?? fail(NoSuchLeadershipGroup)
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined || !(await seesGroup({ sql: db, caller, today }, group))) return fail(NoSuchLeadershipGroup)
  const day = firstDay ?? later(today, group.firstDay)
  if (group.lastDay !== null) fail(LeadershipGroupHasClosed, { lastDay: group.lastDay })
  const bounds = outOfBounds(day, today, later(today, group.firstDay))
  if (bounds) fail(GroupDayOutOfBounds, bounds)
  const ground = (await groundAt(db, group.networkId, personId, urn, day)) ?? fail(NotAtSchoolOfNetwork, { personId, urn })

  const [invited] = await readMemberships(db, sql`where m.group_id = ${group.id} and m.person_id = ${personId} and m.state = 'invited'`)
  if (!invited && (await isInGroup(db, group.id, personId, day))) fail(InGroupAlready, { personId })
  const joining = { urn, governor: ground === 'governor', state: 'joined', firstDay: day, lastDay: null, reason: null } as const
  const { id: ofGroup, networkId } = group
  const joined = invited
    ? await writeMembership(db, { ...invited, ...joining })
    : await addMembership(db, { id: newId(), groupId: ofGroup, networkId, personId, leads: false, appointmentId: null, ...joining })
  emit(JoinedGroup, { ...subjectOf(joined), governor: joined.governor, firstDay: day, leads: false })
  return shownMembership(joined, today)
})
