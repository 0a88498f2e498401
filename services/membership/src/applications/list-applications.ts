import { ListApplications } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRead } from './application-standing.ts'
import { readApplications } from './read-application.ts'

export const listApplications = handle(
  ListApplications,
  async ({ state, programmeCode, updatedSince, after, limit = 50 }, { sql: db, caller, today }) => {
    const [from] = decodeCursor(after, 1) ?? []
    const until = await updatedUntil(db)
    const readable = await mayRead(db, caller, today)
    const matches = sql<boolean>`(
      ${state === undefined ? sql`true` : sql`a.state = ${state}`} and ${programmeCode === undefined ? sql`true` : sql`a.programme_code = ${programmeCode}`})`
    const moved = sql<boolean>`${updatedSince === undefined ? sql`true` : sql`a.updated_at >= ${updatedSince}::timestamptz`}`
    const rows = await readApplications(
      db,
      sql`where ${readable} and ${matches} and ${moved} ${from === undefined ? sql`` : sql`and a.id > ${from}::uuid`} order by a.id limit ${limit + 1}`,
    )
    const page = { ...pageFrom(rows, limit, ({ id }) => [id as string]), updatedUntil: until }
    if (updatedSince === undefined || after !== undefined) return page
    const { rows: gone } = await sql<{
      id: string
    }>`select a.id from application a where ${moved} and ${readable} and not ${matches} order by a.id`.execute(db)
    return { ...page, gone: gone.map(({ id }) => id) }
  },
)
