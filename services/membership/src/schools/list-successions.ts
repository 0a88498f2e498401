import { ListSuccessions } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readSuccessions } from './read-successions.ts'

export const listSuccessions = handle(ListSuccessions, async ({ after, limit = 50, state }, { sql: db }) => {
  const [urn = ''] = decodeCursor(after, 1) ?? []
  const rows = await readSuccessions(
    db,
    sql.table('school_succession'),
    sql`where x.urn > ${urn} and (${state ?? null}::text is null or x.state = ${state ?? null}) order by x.urn limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ urn }) => [urn])
})
