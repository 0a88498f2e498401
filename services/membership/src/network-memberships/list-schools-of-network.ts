import { ListSchoolsOfNetwork, NoSuchNetwork } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { asKnown } from '../networks/as-known.ts'
import { readSchoolMemberships, schoolState } from './read-memberships.ts'

export const listSchoolsOfNetwork = handle(
  ListSchoolsOfNetwork,
  async ({ networkId, state, asAt, asKnownAt, after, limit = 50 }, { sql: db, today, fail }) => {
    const { rows: networks } = await sql`select from network where id = ${networkId}`.execute(db)
    if (networks.length === 0) fail(NoSuchNetwork)
    const day = asAt ?? today
    const from = decodeCursor(after, 2)
    const rows = await readSchoolMemberships(
      db,
      asKnown('network_school', asKnownAt),
      day,
      sql`where s.network_id = ${networkId}
          and ${state === undefined ? sql`s.first_day <= ${day}::date and coalesce(s.last_day, 'infinity') >= ${day}::date` : sql`${schoolState(day)} = ${state}`}
          ${from ? sql`and (s.urn, s.id) > (${from[0]}, ${from[1]}::uuid)` : sql``} order by s.urn, s.id limit ${limit + 1}`,
    )
    return pageFrom(rows, limit, ({ urn, id }) => [urn as string, id as string])
  },
)
