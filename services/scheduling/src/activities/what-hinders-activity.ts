/** What keeps something that a network does from a place at a time (docs/rules.md, Activities). */
import { NoSuchSchool } from '@nlc/contracts/membership'
import {
  ActivityTimeWrong,
  HostBusy,
  InTurnAtSchool,
  NoPupilsOnDay,
  type NotInTurn,
  PlaceIncomplete,
  PlaceUnfit,
  SchoolClosedOnDay,
  SchoolNotInNetwork,
} from '@nlc/contracts/scheduling'
import { dayInLondon, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { schoolExists } from '../calendars/calendar-entry.ts'
import { readCalendar } from '../calendars/read-calendars.ts'
import { hasPupils, schoolDay } from '../calendars/school-days.ts'
import { type Hindrance, hindrance } from '../hindrance.ts'
import { isMemberThroughout, offersOn } from '../host-offers/host-offer.ts'
import type { Activity, Place } from './activity.ts'
import type { Planned } from './planned.ts'
import { whatHindersTurn } from './turn.ts'

const furthestAheadMs = 2 * 366 * 86_400_000
const needingPupils = ['visit', 'learning-walk', 'super-learning-day']

export const alwaysNeedsPupils = (kind: Activity['kind']): boolean => needingPupils.includes(kind)

type OfActivity = Hindrance<
  | typeof ActivityTimeWrong
  | typeof PlaceIncomplete
  | typeof PlaceUnfit
  | typeof NoSuchSchool
  | typeof SchoolNotInNetwork
  | typeof NoPupilsOnDay
  | typeof SchoolClosedOnDay
  | typeof HostBusy
  | typeof InTurnAtSchool
  | typeof NotInTurn
>

/** The first of what hinders it. */
export async function whatHindersActivity(db: Sql, planned: Planned, now: Date): Promise<OfActivity | undefined> {
  const { startsAt, endsAt, place, needsPupils } = planned
  const latest = new Date(now.getTime() + furthestAheadMs)
  if (startsAt <= now || endsAt <= startsAt || endsAt > latest || dayInLondon(startsAt) !== dayInLondon(new Date(endsAt.getTime() - 1)))
    return hindrance(ActivityTimeWrong, { earliest: now.toISOString(), latest: latest.toISOString() })
  if (!isComplete(place)) return hindrance(PlaceIncomplete, {})
  if (needsPupils && place.urn === undefined) return hindrance(PlaceUnfit, {})
  if (planned.inTurn && place.urn === undefined) return hindrance(InTurnAtSchool, {})
  return place.urn === undefined ? undefined : whatHindersSchool(db, planned, place.urn)
}

function isComplete({ kind, urn, name, latitude, longitude }: Place): boolean {
  if ((latitude === undefined) !== (longitude === undefined)) return false
  if (kind === 'school') return urn !== undefined && name === undefined && latitude === undefined
  if (kind === 'neutral') return name !== undefined && urn === undefined
  return urn === undefined && name === undefined && latitude === undefined
}

async function whatHindersSchool(db: Sql, planned: Planned, urn: string): Promise<OfActivity | undefined> {
  const day = dayInLondon(planned.startsAt)
  if (!(await schoolExists(db, urn))) return hindrance(NoSuchSchool, {})
  if (
    (await isOfSchools(db, planned.networkId)) &&
    !(await isMemberThroughout(db, urn, planned.networkId, { firstDay: day, lastDay: day }))
  )
    return hindrance(SchoolNotInNetwork, { firstDay: day, lastDay: day })
  const thatDay = schoolDay(await readCalendar(db, urn, day, day), day)
  if (planned.needsPupils && (!hasPupils(thatDay) || thatDay.examWeek || thatDay.blackout))
    return hindrance(NoPupilsOnDay, { urn, schoolDay: thatDay })
  if (thatDay.kind === 'closure' || thatDay.blackout) return hindrance(SchoolClosedOnDay, { urn, day })
  return (await whatHindersHost(db, planned, urn, day)) ?? (planned.inTurn ? whatHindersTurn(db, planned, urn) : undefined)
}

/** A professional network has people, and meets wherever it is asked to. */
async function isOfSchools(db: Sql, networkId: string): Promise<boolean> {
  const { rows } = await sql<{ kind: string }>`select kind from known_network where id = ${networkId}::uuid`.execute(db)
  return rows[0]?.kind === 'school-network'
}

/** Where the school offers to host such things on that day: as many at once as it offers, and no more. */
async function whatHindersHost(db: Sql, { id, networkId, kind, startsAt, endsAt, capacity }: Planned, urn: string, day: string) {
  const { rows } = await sql<{ offered: number | null; taken: number; activityIds: string[] }>`
    select
      (select max(o.capacity) ${offersOn(urn, networkId, kind, sql`${day}::date`)}) as offered,
      coalesce(sum(a.capacity), 0)::int as taken, coalesce(array_agg(a.id order by a.id) filter (where a.id is not null), '{}') as "activityIds"
    from activity a
    where a.urn = ${urn} and a.state in ('host-confirmed', 'published') and a.id is distinct from ${id ?? null}::uuid
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(${startsAt.toISOString()}::timestamptz, ${endsAt.toISOString()}::timestamptz)`.execute(
    db,
  )
  const { offered, taken, activityIds } = rows[0]!
  return offered !== null && taken + capacity > offered ? hindrance(HostBusy, { urn, activityIds, capacity: offered }) : undefined
}
