/** The schools of a network as the planner is told of them: where they are, what each day is there, what they offer and host. */
import { plusDays } from '@nlc/known/day'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { minutesInLondon, minutesOf } from '../bookings/time-of-day.ts'
import { readCalendar } from '../calendars/read-calendars.ts'
import { type SchoolDay, schoolDays } from '../calendars/school-days.ts'
import type { Lesson } from '../calendars/timetable.ts'
import type { DayAtSchool, OfferToPlan, PlannedKind, SchoolToPlan } from '../planner/problem.ts'

export interface DaysOfNetwork {
  readonly networkId: string
  readonly firstDay: string
  readonly lastDay: string
  /** Activities that are planned anew: what they take does not count. */
  readonly own: readonly string[]
}

const kinds: readonly PlannedKind[] = ['meeting', 'visit', 'session', 'learning-walk', 'super-learning-day']
/** Where no school of the network says what it would host: as many as come. */
const boundless = 100_000
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
export const weekdayNumbers = (names: readonly string[]): number[] =>
  names.map((name) => weekdays.indexOf(name) + 1).filter((day) => day > 0)

interface Row {
  readonly urn: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly lessons: Lesson[] | null
}

/** Of all days: who joins or leaves in between hosts nothing. */
export async function gatherSchools(db: Sql, of: DaysOfNetwork): Promise<SchoolToPlan[]> {
  const { rows } = await sql<Row>`
    select s.urn, s.latitude, s.longitude, t.periods as lessons from known_school s left join timetable t on t.urn = s.urn
    where exists (select from known_network_school n where n.network_id = ${of.networkId}::uuid and n.urn = s.urn)
      and is_member_throughout(s.urn, ${of.networkId}::uuid, ${of.firstDay}::date, ${of.lastDay}::date)
    order by s.urn`.execute(db)
  const [offers, hosted, visits] = [await offersOf(db, of), await hostedBy(db, of), await visitsHosted(db, of)]
  const unoffered = kinds.filter((kind) => ![...offers.values()].flat().some((offer) => offer.kinds.includes(kind)))
  const schools: SchoolToPlan[] = []
  for (const { urn, latitude, longitude, lessons } of rows)
    schools.push({
      urn,
      ...(latitude !== null && longitude !== null && { point: { latitude, longitude } }),
      days: await daysAt(db, urn, of),
      ...(lessons && { lessons: lessons.map(({ startsAt, endsAt }) => ({ from: minutesOf(startsAt), to: minutesOf(endsAt) })) }),
      offers: [...(offers.get(urn) ?? []), { firstDay: of.firstDay, lastDay: of.lastDay, kinds: unoffered, capacity: boundless }],
      hosts: hosted.get(urn) ?? [],
      visitsHosted: visits.get(urn) ?? 0,
    })
  return schools
}

async function daysAt(db: Sql, urn: string, { firstDay, lastDay }: DaysOfNetwork): Promise<Record<string, DayAtSchool>> {
  const days: Record<string, DayAtSchool> = {}
  for (const day of schoolDays(await readCalendar(db, urn, firstDay, lastDay), firstDay, lastDay)) {
    const kind = dayAtSchool(day)
    if (kind) days[day.day] = kind
  }
  return days
}

function dayAtSchool({ kind, examWeek, blackout }: SchoolDay): DayAtSchool | undefined {
  if (kind === 'weekend' || kind === 'holiday') return undefined
  if (kind === 'closure') return 'closure'
  if (blackout) return 'blackout'
  return kind !== 'inset' && examWeek ? 'exam-week' : kind
}

async function offersOf(db: Sql, { networkId, firstDay, lastDay }: DaysOfNetwork): Promise<Map<string, OfferToPlan[]>> {
  const { rows } = await sql<{
    urn: string
    firstDay: string
    lastDay: string
    kinds: PlannedKind[]
    weekdays: string[] | null
    capacity: number
  }>`
    select o.urn, o.first_day as "firstDay", o.last_day as "lastDay", o.activities as kinds, o.weekdays, o.capacity from host_offer o
    where o.network_id = ${networkId}::uuid and o.end_reason is null
      and daterange(o.first_day, o.last_day, '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]') order by o.id`.execute(db)
  return grouped(rows, ({ urn: _, weekdays: on, ...offer }) => ({ ...offer, ...(on && { weekdays: weekdayNumbers(on) }) }))
}

/** Whatever network it is for. */
async function hostedBy(
  db: Sql,
  { networkId, firstDay, lastDay, own }: DaysOfNetwork,
): Promise<Map<string, SchoolToPlan['hosts'][number][]>> {
  const { rows } = await sql<{ urn: string; day: string; startsAt: Date; endsAt: Date; places: number }>`
    select a.urn, (a.starts_at at time zone 'Europe/London')::date as day, a.starts_at as "startsAt", a.ends_at as "endsAt", a.capacity as places
    from activity a
    where a.state in ('host-confirmed', 'published') and a.id <> all (${[...own]}::uuid[]) and a.urn in (select n.urn from known_network_school n where n.network_id = ${networkId}::uuid)
      and a.starts_at >= ${firstDay}::timestamp at time zone 'Europe/London' and a.starts_at < ${plusDays(lastDay, 1)}::timestamp at time zone 'Europe/London'
    order by a.starts_at, a.id`.execute(db)
  return grouped(rows, ({ day, startsAt, endsAt, places }) => ({ day, ...within(startsAt, endsAt), places }))
}

/** In the year before. */
async function visitsHosted(db: Sql, { networkId, firstDay }: DaysOfNetwork): Promise<Map<string, number>> {
  const { rows } = await sql<{ urn: string; visits: number }>`
    select a.urn, count(*)::int as visits from activity a
    where a.network_id = ${networkId}::uuid and a.kind = 'visit' and a.state in ('published', 'held', 'closed') and a.urn is not null
      and a.starts_at >= ${plusDays(firstDay, -365)}::timestamp at time zone 'Europe/London'
      and a.starts_at < ${firstDay}::timestamp at time zone 'Europe/London'
    group by a.urn`.execute(db)
  return new Map(rows.map(({ urn, visits }) => [urn, visits]))
}

/** Minutes from midnight; what ends at midnight ends at the end of its day. */
export function within(startsAt: Date, endsAt: Date): { from: number; to: number } {
  const from = minutesInLondon(startsAt)
  return { from, to: from + Math.round((+endsAt - +startsAt) / 60_000) }
}

function grouped<Row extends { urn: string }, Item>(rows: readonly Row[], item: (row: Row) => Item): Map<string, Item[]> {
  return new Map([...Map.groupBy(rows, ({ urn }) => urn)].map(([urn, of]) => [urn, of.map(item)]))
}
