import { GetLeadershipGroup, NoSuchLeadershipGroup } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readGroups, shownGroup } from './group-record.ts'

export const getLeadershipGroup = handle(GetLeadershipGroup, async ({ groupId }, { sql: db, caller, today, fail }) => {
  const [group] = await readGroups(db, today, sql`where g.id = ${groupId}::uuid and ${seesNetwork(caller, sql.ref('g.network_id'), today)}`)
  return shownGroup(group ?? fail(NoSuchLeadershipGroup), today)
})
