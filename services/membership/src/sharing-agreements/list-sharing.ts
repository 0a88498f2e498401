import { ListSharing } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { readSharing } from './read-sharing.ts'
import { maySee } from './sharing-standing.ts'

export const listSharing = handle(
  ListSharing,
  async ({ clientId, controllerKind, controllerReference, state, updatedSince, after, limit = 50 }, { sql: db, caller, today }) => {
    const [from] = decodeCursor(after, 1) ?? []
    const until = await updatedUntil(db)
    const visible = await maySee(db, caller, today)
    const filters: RawBuilder<boolean>[] = [sql`true`]
    if (clientId) filters.push(sql`a.client_id = ${clientId}`)
    if (controllerKind) filters.push(controllerKind === 'school' ? sql`a.urn is not null` : sql`a.group_id is not null`)
    if (controllerReference) filters.push(sql`coalesce(a.urn, a.group_id::text) = ${controllerReference}`)
    if (state) filters.push(sql`a.state = ${state}`)
    const matches = sql<boolean>`(${sql.join(filters, sql` and `)})`
    const moved = updatedSince === undefined ? sql<boolean>`true` : sql<boolean>`a.updated_at >= ${updatedSince}::timestamptz`
    const rows = await readSharing(
      db,
      sql`where ${visible} and ${matches} and ${moved} ${from === undefined ? sql`` : sql`and a.id > ${from}::uuid`} order by a.id limit ${limit + 1}`,
    )
    const page = { ...pageFrom(rows, limit, ({ id }) => [id as string]), updatedUntil: until }
    if (updatedSince === undefined || after !== undefined) return page
    const { rows: gone } = await sql<{ id: string }>`
      select a.id from sharing_agreement a where ${moved} and ${visible} and not ${matches} order by a.id`.execute(db)
    return { ...page, gone: gone.map(({ id }) => id) }
  },
)
