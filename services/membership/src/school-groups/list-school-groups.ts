import { ListSchoolGroups } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { holdsOn } from '../schools/read-schools.ts'
import { nameMatches } from '../schools/search-name.ts'
import { readSchoolGroups } from './read-school-groups.ts'

export const listSchoolGroups = handle(ListSchoolGroups, async (input, { sql: db, today }) => {
  const { after, limit = 50, updatedSince, name, kind, uid, urn, asAt } = input
  const until = await updatedUntil(db)
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  const last = decodeCursor(after, 2)
  if (last) conditions.push(sql`(h.search_name, h.id::text) > (${last[0]}, ${last[1]})`)
  if (updatedSince !== undefined) conditions.push(sql`h.updated_at >= ${updatedSince}::timestamptz`)
  if (name !== undefined) conditions.push(nameMatches(name, sql.ref('h.search_name')).either)
  if (kind !== undefined) conditions.push(sql`h.kind = ${kind}`)
  if (uid !== undefined) conditions.push(sql`h.uid = ${uid}`)
  if (urn !== undefined) {
    conditions.push(sql`h.id in (select g.group_id from group_school g where g.urn = ${urn} and ${holdsOn('g', asAt ?? today)})`)
  }
  const rows = await readSchoolGroups(
    db,
    sql.table('school_group'),
    sql`where ${sql.join(conditions, sql` and `)} order by h.search_name, h.id::text limit ${limit + 1}`,
  )
  return { ...pageFrom(rows, limit, ({ searchName, id }) => [searchName, String(id)]), updatedUntil: until }
})
