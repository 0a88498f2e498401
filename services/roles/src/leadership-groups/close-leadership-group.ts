import { CloseLeadershipGroup, GroupDayOutOfBounds, LeadershipGroupHasClosed, NoSuchLeadershipGroup } from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { outOfBounds } from './bounds.ts'
import { closeGroup } from './close-group.ts'
import { lockGroup, readGroups, shownGroup } from './group-record.ts'
import { runsGroup } from './group-standing.ts'

export const closeLeadershipGroup = handle(
  CloseLeadershipGroup,
  async ({ groupId, lastDay }, { caller, fail, checkVersion, ...change }) => {
    const { sql: db, today } = change
    const group = (await lockGroup(db, today, groupId)) ?? fail(NoSuchLeadershipGroup)
    if (!(await runsGroup({ sql: db, caller, today }, group))) fail(NoSuchLeadershipGroup)
    checkVersion(group)
    if (group.lastDay !== null) fail(LeadershipGroupHasClosed, { lastDay: group.lastDay })
    const day = lastDay ?? later(today, group.firstDay)
    const bounds = outOfBounds(day, today, later(today, group.firstDay))
    if (bounds) fail(GroupDayOutOfBounds, bounds)
    await closeGroup(change, group, day)
    return shownGroup((await readGroups(db, today, sql`where g.id = ${group.id}`))[0]!, today)
  },
)
