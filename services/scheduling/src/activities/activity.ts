import type { Activity as Shown } from '@nlc/contracts/scheduling'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type ShownActivity = Static<typeof Shown>
export type ActivityState = ShownActivity['state']
export type Place = ShownActivity['place']
/** As the API shows it, but for instants, which are no strings yet. */
export type Activity = Omit<ShownActivity, 'startsAt' | 'endsAt' | 'proposedAt' | 'timetableSuspendedAt'> & {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly proposedAt: Date
  readonly timetableSuspendedAt?: Date
}

/** Not cancelled, and not over. */
export const standing: readonly ActivityState[] = ['proposed', 'host-confirmed', 'published']

/** `a` is the activity. */
export async function readActivities(db: Sql, rest: RawBuilder<unknown>): Promise<Activity[]> {
  const { rows } = await sql<WithoutNulls<Activity>>`
    select a.id, a.version, a.network_id as "networkId", a.kind, a.purpose, a.title,
      jsonb_strip_nulls(jsonb_build_object('kind', a.place_kind, 'urn', a.urn, 'name', a.place_name, 'latitude', a.latitude, 'longitude', a.longitude)) as place,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.capacity, a.needs_pupils as "needsPupils", a.minutes, a.year_group as "yearGroup",
      a.timetable_suspended_at as "timetableSuspendedAt", a.in_turn as "inTurn", a.programme_id as "programmeId", a.leader_id as "leaderId", a.expertise,
      a.state, a.times_rescheduled as "timesRescheduled", a.cancelled_by as "cancelledBy", a.cancel_reason as "cancelReason",
      a.proposed_by as "proposedBy", a.proposed_at as "proposedAt"
    from activity a ${rest}`.execute(db)
  return rows.map(withoutNulls) as Activity[]
}

export const readActivity = async (db: Sql, id: string): Promise<Activity> => (await readActivities(db, sql`where a.id = ${id}::uuid`))[0]!

/** Until the end of the transaction. Activities are locked before people's diaries, and by their ids, so that none wait in a ring. */
export const lockActivities = (db: Sql, of: RawBuilder<unknown>): Promise<Activity[]> =>
  readActivities(db, sql`where ${of} order by a.id for update of a`)

export const lockActivity = async (db: Sql, id: string): Promise<Activity | undefined> =>
  (await lockActivities(db, sql`a.id = ${id}::uuid`))[0]

/** What its events say of it. */
export const saidOf = (activity: Activity) => ({ activityId: activity.id, activity })

/** @returns as it is now. */
export async function changeActivity(db: Sql, id: string, set: RawBuilder<unknown>): Promise<Activity> {
  await sql`update activity a set version = a.version + 1, ${set} where a.id = ${id}::uuid`.execute(db)
  return readActivity(db, id)
}
