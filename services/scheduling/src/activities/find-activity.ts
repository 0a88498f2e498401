import { sql } from 'kysely'
import { type Asked, coordinates, mayManageNetwork, maySignFor, seesNetwork } from '../standing.ts'
import { type Activity, lockActivities, readActivities } from './activity.ts'

const inView = ({ caller, today }: Asked, activityId: string) =>
  sql`a.id = ${activityId}::uuid and ${seesNetwork(caller, sql.ref('a.network_id'), today)}`

/** One of a network in the caller's view. */
export const findActivity = async (asked: Asked, activityId: string): Promise<Activity | undefined> =>
  (await readActivities(asked.sql, sql`where ${inView(asked, activityId)}`))[0]

/** The same, held until the end of the transaction. */
export const findActivityToBook = async (asked: Asked, activityId: string): Promise<Activity | undefined> =>
  (await lockActivities(asked.sql, inView(asked, activityId)))[0]

/** By whom it may be run: `network` for its co-leaders, a programme's co-ordinators and the national body, `host` for who signs for the school where it is. */
export async function runsActivity(
  { sql: db, caller, today }: Asked,
  { networkId, place, programmeId }: Activity,
): Promise<'network' | 'host' | undefined> {
  if (place.urn !== undefined && (await maySignFor(db, caller, today, { urn: place.urn }))) return 'host'
  if (programmeId !== undefined && (await coordinates(db, caller, today, programmeId))) return 'network'
  return (await mayManageNetwork(db, caller, today, networkId)) ? 'network' : undefined
}

export interface Run {
  readonly activity: Activity
  readonly by: 'network' | 'host'
}

/** One that the caller runs, held until the end of the transaction. */
export async function findActivityToRun(asked: Asked, activityId: string): Promise<Run | undefined> {
  const [activity] = await lockActivities(asked.sql, sql`a.id = ${activityId}::uuid`)
  const by = activity && (await runsActivity(asked, activity))
  return activity && by ? { activity, by } : undefined
}
