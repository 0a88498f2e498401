import { GetActivity, GetPlaces, ListActivities, NoSuchActivity } from '@nlc/contracts/scheduling'
import { followedPage, handle, idCursor, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readActivities } from './activity.ts'
import { findActivity } from './find-activity.ts'

export const getActivity = handle(
  GetActivity,
  async ({ activityId }, context) => (await findActivity(context, activityId)) ?? context.fail(NoSuchActivity),
)

export const getPlaces = handle(GetPlaces, async ({ activityId }, context) => {
  const activity = (await findActivity(context, activityId)) ?? context.fail(NoSuchActivity)
  const { rows } = await sql<{ capacity: number; taken: number; waiting: number }>`
    select capacity, taken, waiting from activity_places where activity_id = ${activity.id}::uuid`.execute(context.sql)
  return { activityId: activity.id, ...rows[0]! }
})

export const listActivities = handle(ListActivities, async (input, { sql: db, caller, today }) => {
  const { networkId, urn, kind, state, programmeId, fromDay, toDay, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  // There are few networks: whether each is seen is asked once, not with each activity.
  const seen: RawBuilder<unknown>[] = [
    networkId === undefined
      ? sql`a.network_id in (select n.id from known_network n where ${seesNetwork(caller, sql.ref('n.id'), today)})`
      : sql`a.network_id = ${networkId}::uuid and ${seesNetwork(caller, networkId, today)}`,
  ]
  if (updatedSince !== undefined) seen.push(sql`a.updated_at >= ${updatedSince}::timestamptz`)
  const matches: RawBuilder<unknown>[] = [sql`true`]
  if (urn !== undefined) matches.push(sql`a.urn = ${urn}`)
  if (kind !== undefined) matches.push(sql`a.kind = ${kind}`)
  if (state !== undefined) matches.push(sql`a.state = ${state}`)
  if (programmeId !== undefined) matches.push(sql`a.programme_id = ${programmeId}::uuid`)
  if (fromDay !== undefined) matches.push(sql`a.ends_at > ${fromDay}::timestamp at time zone 'Europe/London'`)
  if (toDay !== undefined) matches.push(sql`a.starts_at < (${toDay}::date + 1)::timestamp at time zone 'Europe/London'`)
  const inView = sql.join(seen, sql` and `)
  const asked = sql`(${sql.join(matches, sql` and `)})`
  const rows = await readActivities(
    db,
    sql`where a.id > ${idCursor(after)}::uuid and ${inView} and ${asked} order by a.id limit ${limit + 1}`,
  )
  const left = () => readActivities(db, sql`where ${inView} and not ${asked} order by a.id`)
  return followedPage(rows, { limit, after, updatedSince, updatedUntil: until }, ({ id }) => [id], matches.length === 1 ? undefined : left)
})
