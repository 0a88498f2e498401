import { ListPeopleOfNetwork, NoSuchNetwork } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { asKnown } from '../networks/as-known.ts'
import { managesNetwork } from '../networks/manages-network.ts'
import { actsAs, seesPerson } from '../standing.ts'
import { readPersonMemberships } from './read-memberships.ts'

export const listPeopleOfNetwork = handle(
  ListPeopleOfNetwork,
  async ({ networkId, asAt, asKnownAt, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    const { rows: networks } = await sql`select from network where id = ${networkId}`.execute(db)
    if (networks.length === 0) fail(NoSuchNetwork)
    const day = asAt ?? today
    const [from] = decodeCursor(after, 1) ?? []
    const visible = (await managesNetwork(db, caller, today, networkId))
      ? sql`true`
      : caller.person === undefined
        ? seesPerson(caller, sql.ref('m.person_id'), today)
        : actsAs(caller, sql.ref('m.person_id'), today)
    const rows = await readPersonMemberships(
      db,
      asKnown('network_person', asKnownAt),
      sql`where m.network_id = ${networkId} and ${day}::date between m.first_day and coalesce(m.last_day, 'infinity') and ${visible}
          ${from === undefined ? sql`` : sql`and m.id > ${from}::uuid`} order by m.id limit ${limit + 1}`,
    )
    return pageFrom(rows, limit, ({ id }) => [id as string])
  },
)
