import { ListVacancies } from '@nlc/contracts/roles'
import { followedPage, handle, idCursor, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readVacancies } from './read-vacancies.ts'

export const listVacancies = handle(ListVacancies, async (input, { sql: db, caller, today }) => {
  const { networkId, roleCode, state, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  // There are few networks: whether each is seen is asked once, not with each vacancy.
  const conditions: RawBuilder<unknown>[] = [
    networkId === undefined
      ? sql`v.network_id in (select n.id from known_network n where ${seesNetwork(caller, sql.ref('n.id'), today)})`
      : sql`v.network_id = ${networkId}::uuid and ${seesNetwork(caller, networkId, today)}`,
  ]
  if (roleCode !== undefined) conditions.push(sql`v.role_code = ${roleCode}`)
  if (updatedSince !== undefined) conditions.push(sql`v.updated_at >= ${updatedSince}::timestamptz`)
  const seen = sql.join(conditions, sql` and `)
  const matches = state === undefined ? sql`true` : sql`v.state = ${state}`
  const rows = await readVacancies(
    db,
    sql`where v.id > ${idCursor(after)}::uuid and ${seen} and ${matches} order by v.id limit ${limit + 1}`,
  )
  const left = () => readVacancies(db, sql`where ${seen} and not ${matches} order by v.id`)
  return followedPage(
    rows,
    { limit, after, updatedSince, updatedUntil: until },
    ({ id }) => [id as string],
    state === undefined ? undefined : left,
  )
})
