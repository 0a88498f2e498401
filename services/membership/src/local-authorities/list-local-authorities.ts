import { ListLocalAuthorities } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readLocalAuthorities } from './read-local-authorities.ts'

export const listLocalAuthorities = handle(ListLocalAuthorities, async ({ after, limit = 50, asAt }, { sql: db }) => {
  const [code = ''] = decodeCursor(after, 1) ?? []
  const rows = await readLocalAuthorities(
    db,
    sql`
    where l.code > ${code}
      and (${asAt ?? null}::date is null
        or (coalesce(l.first_day <= ${asAt ?? null}::date, true) and coalesce(l.last_day >= ${asAt ?? null}::date, true)))
    order by l.code limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ code }) => [code])
})
