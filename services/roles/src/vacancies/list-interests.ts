import { ListInterests } from '@nlc/contracts/roles'
import { followedPage, handle, idCursor, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { nowCalled } from '../standing.ts'
import { interestState, readInterests, seesInterest } from './read-interests.ts'

export const listInterests = handle(ListInterests, async (input, { sql: db, caller, today }) => {
  const { networkId, vacancyId, personId, roleCode, state, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  const conditions: RawBuilder<unknown>[] = [seesInterest(caller, today)]
  if (networkId !== undefined) conditions.push(sql`i.network_id = ${networkId}::uuid`)
  if (vacancyId !== undefined) conditions.push(sql`i.vacancy_id = ${vacancyId}::uuid`)
  if (personId !== undefined) conditions.push(sql`i.person_id = ${nowCalled(personId)}`)
  if (roleCode !== undefined) conditions.push(sql`(${roleCode} = any (i.role_codes) or i.role_codes = '{}')`)
  // It lapses with its vacancy.
  if (updatedSince !== undefined)
    conditions.push(sql`(i.updated_at >= ${updatedSince}::timestamptz or v.updated_at >= ${updatedSince}::timestamptz)`)
  const seen = sql.join(conditions, sql` and `)
  const matches = state === undefined ? sql`true` : sql`${interestState} = ${state}`
  const rows = await readInterests(
    db,
    sql`where i.id > ${idCursor(after)}::uuid and ${seen} and ${matches} order by i.id limit ${limit + 1}`,
  )
  const left = () => readInterests(db, sql`where ${seen} and not ${matches} order by i.id`)
  return followedPage(
    rows,
    { limit, after, updatedSince, updatedUntil: until },
    ({ id }) => [id as string],
    state === undefined ? undefined : left,
  )
})
