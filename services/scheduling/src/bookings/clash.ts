import { TooFarAway, TwiceAtOnce } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { type Hindrance, hindrance } from '../hindrance.ts'
import { type Point, type TravelRule, travelMinutes } from '../travel/travel.ts'

/** Where and when somebody is to be. */
export interface Engagement {
  readonly startsAt: Date
  readonly endsAt: Date
  /** The same key is the same place. */
  readonly place: string
  /** Unknown: online, or nobody said. */
  readonly point?: Point
  readonly isOnline: boolean
}

export interface Booked extends Engagement {
  readonly bookingId: string
  readonly activityId: string
}

/** Minutes that the way takes: none within one place, or where one of the two is online; where coordinates are unknown, the fixed part. */
export function wayBetween(a: Engagement, b: Engagement, rule: TravelRule): number {
  if (a.isOnline || b.isOnline || a.place === b.place) return 0
  return a.point && b.point ? travelMinutes(a.point, b.point, rule) : rule.fixedMinutes
}

/** The first of these in whose way it is (rule: nobody is in two places at once, and travel counts). */
export function clashWith(
  planned: Engagement,
  booked: readonly Booked[],
  rule: TravelRule,
): Hindrance<typeof TwiceAtOnce | typeof TooFarAway> | undefined {
  for (const other of booked) {
    const { bookingId, activityId } = other
    if (other.startsAt < planned.endsAt && planned.startsAt < other.endsAt) return hindrance(TwiceAtOnce, { bookingId, activityId })
    const gapMs = other.endsAt <= planned.startsAt ? +planned.startsAt - +other.endsAt : +other.startsAt - +planned.endsAt
    const [travel, gapMinutes] = [wayBetween(planned, other, rule), Math.floor(gapMs / 60_000)]
    if (travel > gapMinutes) return hindrance(TooFarAway, { bookingId, activityId, travelMinutes: travel, gapMinutes })
  }
  return undefined
}

/** No two places in the country are further apart than a day. */
const reach = sql`interval '24 hours'`

/** What else the person has a place in around that time; their diary is open to us. */
export async function bookedAround(
  db: Sql,
  personId: string,
  { startsAt, endsAt, id }: Pick<Activity, 'startsAt' | 'endsAt' | 'id'>,
): Promise<Booked[]> {
  const { rows } = await sql<Row & { bookingId: string; activityId: string; startsAt: Date; endsAt: Date }>`
    select b.id as "bookingId", b.activity_id as "activityId", b.starts_at as "startsAt", b.ends_at as "endsAt", ${placeColumns}
    from booking b join activity a on a.id = b.activity_id left join known_school s on s.urn = a.urn
    where b.person_id = ${personId}::uuid and b.state in ('accepted', 'attended') and b.activity_id <> ${id}::uuid
      and b.starts_at < ${endsAt.toISOString()}::timestamptz + ${reach} and b.ends_at > ${startsAt.toISOString()}::timestamptz - ${reach}
    order by b.starts_at`.execute(db)
  return rows.map(({ latitude, longitude, ...row }) => ({ ...row, ...pointOf({ latitude, longitude }) }))
}

interface Row {
  readonly place: string
  readonly isOnline: boolean
  readonly latitude: number | null
  readonly longitude: number | null
}

const placeColumns = sql`coalesce(a.urn, a.place_name, a.id::text) as place, a.place_kind = 'online' as "isOnline",
  coalesce(a.latitude, s.latitude) as latitude, coalesce(a.longitude, s.longitude) as longitude`

const pointOf = ({ latitude, longitude }: Pick<Row, 'latitude' | 'longitude'>) =>
  latitude === null || longitude === null ? {} : { point: { latitude, longitude } }

/** Where and when it is. */
export async function engagementOf(db: Sql, { id, startsAt, endsAt }: Activity): Promise<Engagement> {
  const { rows } = await sql<Row>`
    select ${placeColumns} from activity a left join known_school s on s.urn = a.urn where a.id = ${id}::uuid`.execute(db)
  const { place, isOnline, latitude, longitude } = rows[0]!
  return { startsAt, endsAt, place, isOnline, ...pointOf({ latitude, longitude }) }
}
