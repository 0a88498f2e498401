import { FeedWasRevoked, NoSuchFeed, ReadFeed } from '@nlc/contracts/scheduling'
import { handle, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type CalendarEvent, renderCalendar } from '../icalendar/render-calendar.ts'
import { type FeedOf, hashOf, readFeeds } from './feed.ts'

export const readFeed = handle(ReadFeed, async ({ feedToken }, { sql: db, now, fail }) => {
  const [feed] = await readFeeds(db, sql`where f.token_hash = ${hashOf(feedToken)}`)
  if (!feed) return fail(NoSuchFeed)
  if (feed.state === 'revoked') return fail(FeedWasRevoked)
  const events = feed.of.kind === 'person' ? await ofPerson(db, feed.of.reference, now) : await ofPlace(db, feed.of, now)
  return renderCalendar(await nameOf(db, feed.of), events)
})

const labels: Record<string, string> = {
  visit: 'Visit',
  meeting: 'Meeting',
  'learning-walk': 'Learning walk',
  'super-learning-day': 'Super Learning Day',
  session: 'Session',
  'development-day': 'Development day',
}

interface Row {
  readonly uid: string
  readonly sequence: number
  readonly status: CalendarEvent['status']
  readonly startsAt: Date
  readonly endsAt: Date
  readonly changedAt: Date
  readonly kind: string
  readonly purpose: string | null
  readonly title: string | null
  readonly placeKind: string
  readonly placeName: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}

const columns = sql`a.id as uid, a.kind, a.purpose, a.title, a.place_kind as "placeKind", coalesce(s.name, a.place_name) as "placeName",
  coalesce(a.latitude, s.latitude) as latitude, coalesce(a.longitude, s.longitude) as longitude`

/** From a year back to two years ahead. */
const within = (now: Date, column: RawBuilder<unknown>) =>
  sql`${column} between ${now.toISOString()}::timestamptz - interval '1 year' and ${now.toISOString()}::timestamptz + interval '2 years'`

/** One that was published and cancelled again is told of; one that never was is nobody's appointment. */
async function ofPlace(db: Sql, { kind, reference }: FeedOf, now: Date): Promise<CalendarEvent[]> {
  const where = kind === 'school' ? sql`a.urn = ${reference}` : sql`a.network_id = ${reference}::uuid`
  const { rows } = await sql<Row>`
    select ${columns}, a.version as sequence, a.starts_at as "startsAt", a.ends_at as "endsAt", a.recorded_at as "changedAt",
      case when a.state = 'cancelled' then 'CANCELLED' when a.state in ('proposed', 'host-confirmed') then 'TENTATIVE' else 'CONFIRMED' end as status
    from activity a left join known_school s on s.urn = a.urn
    where ${where} and ${within(now, sql`a.starts_at`)} order by a.starts_at, a.id`.execute(db)
  return rows.map(toEvent)
}

/**
 * Of several bookings of one activity, the last counts. The sequence is the sum of what each of them and the activity went through, so
 * that it only ever rises.
 */
async function ofPerson(db: Sql, personId: string, now: Date): Promise<CalendarEvent[]> {
  const { rows } = await sql<Row>`
    select distinct on (a.id) ${columns}, (a.version + sum(b.version) over (partition by a.id))::int as sequence,
      b.starts_at as "startsAt", b.ends_at as "endsAt", greatest(a.recorded_at, b.recorded_at) as "changedAt",
      case when b.state in ('cancelled', 'declined') or a.state = 'cancelled' then 'CANCELLED'
        when b.state in ('invited', 'waiting') then 'TENTATIVE' else 'CONFIRMED' end as status
    from booking b join activity a on a.id = b.activity_id left join known_school s on s.urn = a.urn
    where b.person_id = now_called(${personId}::uuid) and ${within(now, sql`b.starts_at`)}
    order by a.id, b.seq desc`.execute(db)
  return rows.map(toEvent).toSorted((a, b) => +a.startsAt - +b.startsAt)
}

function toEvent({ kind, purpose, title, placeKind, placeName, latitude, longitude, ...event }: Row): CalendarEvent {
  const what = purpose === null ? labels[kind]! : `${labels[kind]} (${purpose})`
  const where = placeKind === 'online' ? 'online' : placeName
  return {
    ...event,
    summary: [title === null ? what : `${what}: ${title}`, where].filter((part) => part !== null).join(' · '),
    ...(where !== null && { location: where }),
    ...(latitude !== null && longitude !== null && { geo: { latitude, longitude } }),
    categories: [labels[kind]!],
  }
}

async function nameOf(db: Sql, { kind, reference }: FeedOf): Promise<string> {
  if (kind !== 'school') return kind === 'network' ? 'Network' : 'Network visits and meetings'
  const { rows } = await sql<{ name: string }>`select name from known_school where urn = ${reference}`.execute(db)
  return rows[0]?.name ?? reference
}
