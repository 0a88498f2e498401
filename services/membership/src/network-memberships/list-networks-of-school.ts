import { ListNetworksOfSchool } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { asKnown } from '../networks/as-known.ts'
import { readSchoolMemberships, schoolState } from './read-memberships.ts'

export const listNetworksOfSchool = handle(
  ListNetworksOfSchool,
  async ({ urn, state, asAt, asKnownAt, after, limit = 50 }, { sql: db, today }) => {
    const day = asAt ?? today
    const [from] = decodeCursor(after, 1) ?? []
    const rows = await readSchoolMemberships(
      db,
      asKnown('network_school', asKnownAt),
      day,
      sql`where s.urn = ${urn} ${state === undefined ? sql`` : sql`and ${schoolState(day)} = ${state}`}
          ${from === undefined ? sql`` : sql`and s.id > ${from}::uuid`} order by s.id limit ${limit + 1}`,
    )
    return pageFrom(rows, limit, ({ id }) => [id as string])
  },
)
