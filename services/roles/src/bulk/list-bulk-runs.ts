import { ListBulkRuns } from '@nlc/contracts/roles'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { readBulkRuns, seesBulkRuns, shownBulkRun } from './bulk-run.ts'

export const listBulkRuns = handle(ListBulkRuns, async ({ networkId, state, after, limit = 50 }, { sql: db, caller, today }) => {
  // A client that may not act for the person sees what it sees for itself: none of this.
  if (caller.person !== undefined && (await actingPerson(db, caller, today)) === undefined) return { items: [] }
  const rows = await readBulkRuns(
    db,
    sql`where ${seesBulkRuns(caller, today)}
      ${networkId === undefined ? sql`` : sql`and r.network_id = ${networkId}::uuid`}
      ${state === undefined ? sql`` : sql`and r.state = ${state}`}
      ${after === undefined ? sql`` : sql`and r.id < ${idCursor(after)}::uuid`} order by r.id desc limit ${limit + 1}`,
  )
  const page = pageFrom(rows, limit, ({ id }) => [id])
  return { ...page, items: page.items.map(shownBulkRun) }
})
