import { ListCoLeaderVacancies } from '@nlc/contracts/membership'
import { decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readVacancies } from './read-co-leaders.ts'

export const listCoLeaderVacancies = handle(ListCoLeaderVacancies, async ({ dueBefore, after, limit = 50 }, { sql: db, caller }) => {
  if (!isNationalBody(caller)) return { items: [] }
  const from = decodeCursor(after, 2)
  const rows = await readVacancies(
    db,
    sql`${dueBefore === undefined ? sql`` : sql`and v.replace_by < ${dueBefore}::date`}
        ${from ? sql`and (v.replace_by, v.id) > (${from[0]}::date, ${from[1]}::uuid)` : sql``}
        order by v.replace_by, v.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ replaceBy, id }) => [replaceBy, id])
})
