import { ListPartnerOrganisations } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { holdsOn } from '../schools/read-schools.ts'
import { searchName } from '../schools/search-name.ts'
import { readPartnerOrganisations } from './read-partner-organisations.ts'

export const listPartnerOrganisations = handle(ListPartnerOrganisations, async (input, { sql: db, today }) => {
  const { after, limit = 50, updatedSince, name, kind, laCode, asAt } = input
  const until = await updatedUntil(db)
  // Whoever follows the list hears of those that have ended, too.
  const conditions: RawBuilder<unknown>[] =
    updatedSince === undefined ? [holdsOn('o', asAt ?? today)] : [sql`o.updated_at >= ${updatedSince}::timestamptz`]
  const last = decodeCursor(after, 2)
  if (last) conditions.push(sql`(o.search_name, o.id::text) > (${last[0]}, ${last[1]})`)
  // A few hundred: no need of an index for parts of words.
  for (const word of name === undefined ? [] : searchName(name).split(' ')) conditions.push(sql`o.search_name ~ ${`\\m${word}`}`)
  if (kind !== undefined) conditions.push(sql`o.kind = ${kind}`)
  if (laCode !== undefined) conditions.push(sql`o.la_code = ${laCode}`)
  const rows = await readPartnerOrganisations(
    db,
    sql`where ${sql.join(conditions, sql` and `)} order by o.search_name, o.id::text limit ${limit + 1}`,
  )
  return { ...pageFrom(rows, limit, ({ searchName, id }) => [searchName, String(id)]), updatedUntil: until }
})
