import {
  GroupNameTaken,
  LeadershipGroupHasClosed,
  LeadershipGroupRevised,
  NoSuchLeadershipGroup,
  ReviseLeadershipGroup,
} from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockGroup, readGroups, shownGroup } from './group-record.ts'
import { runsGroup } from './group-standing.ts'

export const reviseLeadershipGroup = handle(
  ReviseLeadershipGroup,
  async ({ groupId, ...said }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const group = (await lockGroup(db, today, groupId)) ?? fail(NoSuchLeadershipGroup)
    if (!(await runsGroup({ sql: db, caller, today }, group))) fail(NoSuchLeadershipGroup)
    checkVersion(group)
    if (group.lastDay !== null) fail(LeadershipGroupHasClosed, { lastDay: group.lastDay })
    const now = { ...group, ...said }
    if (JSON.stringify(now) === JSON.stringify(group)) return shownGroup(group, today)
    await sql`
      update leadership_group set version = version + 1, name = ${now.name}, focus = ${now.focus}, learning_level = ${now.learningLevel},
        outcomes_for_pupils = ${now.outcomesForPupils}, updated_at = now()
      where id = ${group.id}`.execute(db)
    emit(LeadershipGroupRevised, { groupId: group.id, networkId: group.networkId, learningLevel: now.learningLevel })
    return shownGroup((await readGroups(db, today, sql`where g.id = ${group.id}`))[0]!, today)
  },
  { constraints: { leadership_group_name: GroupNameTaken } },
)
