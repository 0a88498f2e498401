import { ListNetworks } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { asDecided, asKnown } from './as-known.ts'
import { readNetworks } from './read-network.ts'

export const listNetworks = handle(ListNetworks, async (input, { sql: db, today }) => {
  const { ids, state, kind, programmeCode, laCode, urn, asAt, asKnownAt, updatedSince, after, limit = 50 } = input
  const day = asAt ?? today
  const schools = asKnown('network_school', asKnownAt)
  const schoolWhere = (condition: RawBuilder<unknown>) => sql<boolean>`exists (
    select from ${schools} s where s.network_id = n.id and ${condition}
      and (s.state = 'invited' or (s.state = 'joined' and ${day}::date between s.first_day and coalesce(s.last_day, 'infinity'))))`

  const filters: RawBuilder<boolean>[] = []
  if (ids) filters.push(sql`n.id = any(${ids}::uuid[])`)
  if (state) filters.push(sql`n.state = ${state}`)
  if (kind) filters.push(sql`n.kind = ${kind}`)
  if (programmeCode) filters.push(sql`n.programme_code = ${programmeCode}`)
  if (urn) filters.push(schoolWhere(sql`s.urn = ${urn}`))
  if (laCode) {
    filters.push(
      schoolWhere(sql`s.urn in (
        select l.urn from ${asKnown('school_local_authority', asKnownAt)} l
        where l.la_code = ${laCode} and ${day}::date between coalesce(l.first_day, '-infinity') and coalesce(l.last_day, 'infinity'))`),
    )
  }
  const matches = filters.length > 0 ? sql<boolean>`(${sql.join(filters, sql` and `)})` : sql<boolean>`true`
  // A school that comes or goes moves its network in and out of the lists by school and local authority.
  const moved = updatedSince
    ? sql<boolean>`(n.updated_at >= ${updatedSince}::timestamptz or exists (
        select from network_school s where s.network_id = n.id and s.updated_at >= ${updatedSince}::timestamptz))`
    : sql<boolean>`true`

  const source = asDecided('network', asAt, asKnownAt, today)
  const [from] = decodeCursor(after, 1) ?? []
  const until = await updatedUntil(db)
  const rows = await readNetworks(
    db,
    source,
    sql`where ${matches} and ${moved} ${from === undefined ? sql`` : sql`and n.id > ${from}::uuid`} order by n.id limit ${limit + 1}`,
  )
  const page = { ...pageFrom(rows, limit, ({ id }) => [id as string]), updatedUntil: until }
  if (!updatedSince || after !== undefined || filters.length === 0) return page
  const { rows: gone } = await sql<{ id: string }>`select n.id from ${source} n where ${moved} and not ${matches} order by n.id`.execute(db)
  return { ...page, gone: gone.map(({ id }) => id) }
})
