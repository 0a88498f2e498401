import { NoSuchNetwork } from '@nlc/contracts/membership'
import { ListRoles } from '@nlc/contracts/roles'
import { findNetwork } from '@nlc/known'
import { decodeCursor, followedPage, handle, isNationalBody, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { holds, seesNetwork } from '../standing.ts'
import { readRoles, roleTable } from './read-roles.ts'

export const listRoles = handle(ListRoles, async (input, { sql: db, caller, today, fail }) => {
  const { networkId, code, state, updatedSince, after, limit = 50 } = input
  if (networkId !== undefined) {
    const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
    if (!isNationalBody(caller) && !(await holds(db, seesNetwork(caller, network.id, today)))) fail(NoSuchNetwork)
  }
  const until = await updatedUntil(db)
  const own = networkId === undefined ? sql`r.network_id is null` : sql`(r.network_id is null or r.network_id = ${networkId}::uuid)`
  const conditions: RawBuilder<unknown>[] = [own]
  if (code !== undefined) conditions.push(sql`r.code = ${code}`)
  if (updatedSince !== undefined) conditions.push(sql`r.updated_at >= ${updatedSince}::timestamptz`)
  const matches = state === undefined ? sql`true` : sql`r.state = ${state}`
  const last = decodeCursor(after, 1)
  // A code is one role's in what is listed here: it is the key of a page.
  const from = last ? sql`and r.code > ${last[0]}` : sql``
  const rows = await readRoles(
    db,
    roleTable,
    sql`where ${sql.join(conditions, sql` and `)} and ${matches} ${from} order by r.code limit ${limit + 1}`,
  )
  const left = () => readRoles(db, roleTable, sql`where ${sql.join(conditions, sql` and `)} and not ${matches} order by r.id`)
  return followedPage(
    rows,
    { limit, after, updatedSince, updatedUntil: until },
    ({ code }) => [code as string],
    state === undefined ? undefined : left,
  )
})
