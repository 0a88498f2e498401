import { NetworkDissolved } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { closeGroup, closingEvents } from './close-group.ts'
import { readGroups } from './group-record.ts'

export const closeGroupsOnNetworkDissolved = react(
  'roles.close-groups',
  { on: NetworkDissolved, emits: closingEvents },
  async ({ networkId, lastDay }, change) => {
    const { sql: db, today } = change
    await sql`select from leadership_group where network_id = ${networkId} order by id for update`.execute(db)
    const open = await readGroups(
      db,
      today,
      sql`where g.network_id = ${networkId} and coalesce(g.last_day, 'infinity') > ${lastDay}::date order by g.id`,
    )
    for (const group of open) await closeGroup(change, group, lastDay)
  },
)
