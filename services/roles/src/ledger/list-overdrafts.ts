import { ListOverdrafts } from '@nlc/contracts/roles'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readOverdrafts, shownOverdraft } from './overdraft.ts'
import { seesAccountOf } from './sees-account.ts'

export const listOverdrafts = handle(ListOverdrafts, async ({ state, networkId, urn, after, limit = 50 }, { sql: db, caller, today }) => {
  const rows = await readOverdrafts(
    db,
    sql`where ${seesAccountOf(caller, today)}
        ${state === undefined ? sql`` : sql`and o.state = ${state}`}
        ${networkId === undefined ? sql`` : sql`and a.network_id = ${networkId}::uuid`}
        ${urn === undefined ? sql`` : sql`and h.urn = ${urn}`}
        and o.id > ${idCursor(after)}::uuid order by o.id limit ${limit + 1}`,
  )
  const page = pageFrom(rows, limit, ({ id }) => [id])
  return { ...page, items: page.items.map(shownOverdraft) }
})
