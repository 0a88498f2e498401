/** Tells subscriptions of visits that need cover at the visitor's own school: each school's client what it may see and asked for. */
import { isDeepStrictEqual } from 'node:util'
import type { DataOf } from '@nlc/contracts/define'
import type { BookingAccepted } from '@nlc/contracts/scheduling'
import type { MessageType, VisitMessage } from '@nlc/contracts/subscriptions'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { appendMessages, holdMessages, type NewMessage } from './append-messages.ts'
import { schoolAt } from './client-place.ts'
import { wantsAuthority, wantsSchool, wantsType } from './filter.ts'
import type { Match, Subscriber } from './tell-of-appointments.ts'

export type BookingRecord = DataOf<typeof BookingAccepted>['booking']
type VisitData = Omit<Static<typeof VisitMessage>, 'supersedes' | 'recipientRef'>
type VisitType = Extract<Static<typeof MessageType>, `visit.${string}`>

/** A booking, where it needs cover, or did once. */
export interface Visit {
  readonly record: BookingRecord
  readonly place: string
  readonly needed: boolean
}

type Telling = Pick<Change<never>, 'sql' | 'now' | 'today' | 'enqueue' | 'afterCommit'>

/**
 * What was not told and is not needed is told to nobody; what was told and is not needed any more is cancelled.
 * @param subscribers their rows are locked.
 * @param visits none twice.
 */
export async function tellOfVisits(
  change: Telling,
  subscribers: readonly Subscriber[],
  visits: readonly Visit[],
  { eventId, occurredAt }: { readonly eventId: string | undefined; readonly occurredAt: Date },
): Promise<void> {
  if (subscribers.length === 0 || visits.length === 0) return
  const { sql: db, today } = change
  const around = await readSurroundings(db, subscribers, visits, today)
  const [numbered, held, inView, outOfView]: [NewMessage[], NewMessage[], object[], object[]] = [[], [], [], []]
  for (const { record, place, needed } of visits)
    for (const subscriber of subscribers) {
      const { id: subscriptionId, clientId, filter } = subscriber
      const personId = record.personId!
      const told = around.toldTo(subscriptionId, record.id)
      if (around.isHidden(clientId, personId)) continue
      // Told of them at another school than the one from which they come now: what was told there ends there.
      const here = around.opened(clientId, place)
      const right = here ?? (told && around.opened(clientId, told.place))
      const at = here ? place : (told?.place ?? place)
      const isAsked =
        here !== undefined &&
        wantsSchool(filter, [schoolAt(place), record.homeUrn!]) &&
        wantsAuthority(filter, around.laCodeOf(schoolAt(place))) &&
        (filter.networkIds?.includes(record.networkId) ?? true)
      const data = dataOf(record, needed && isAsked)
      const type = typeOf(told?.data, data)
      if (type === undefined || right === undefined) continue
      if (data.state === 'booked')
        inView.push({ subscriptionId, bookingId: record.id, version: record.version, personId, places: [at], data })
      else outOfView.push({ subscriptionId, bookingId: record.id })
      if (!wantsType(filter, type)) continue
      const match = around.matchOf(clientId, personId, schoolAt(place))
      const message: NewMessage = {
        ...{ subscriptionId, type, subjectId: personId, aboutPerson: true, places: [at], eventId, occurredAt },
        data: { ...data, ...(told && { supersedes: told.data.version }), ...(match && { recipientRef: match.recipientRef }) },
        why: {
          filter,
          sharedBy: [{ place: at, agreementId: right.agreementId }],
          match,
          visit: { bookingId: record.id, version: record.version },
        },
      }
      ;(right.held ? held : numbered).push(message)
    }
  await keepInView(db, inView, outOfView)
  await holdMessages(db, held)
  await appendMessages(change, numbered)
}

function typeOf(told: VisitData | undefined, now: VisitData): VisitType | undefined {
  if (now.state === 'cancelled') return told === undefined ? undefined : 'visit.cancelled'
  if (told === undefined) return 'visit.booked'
  const { version: _, ...before } = told
  const { version: __, ...after } = now
  return isDeepStrictEqual(before, after) ? undefined : 'visit.moved'
}

function dataOf(
  { id, version, personId, homeUrn, networkId, kind, startsAt, endsAt, travelMinutes = 0, lessonsMissed = [] }: BookingRecord,
  needed: boolean,
): VisitData {
  const at = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString()
  return {
    ...{ id, version, personId: personId!, urn: homeUrn!, networkId, kind, startsAt: at(startsAt, 0), endsAt: at(endsAt, 0) },
    ...{ awayFrom: at(startsAt, -travelMinutes), awayUntil: at(endsAt, travelMinutes) },
    lessons: lessonsMissed,
    state: needed ? 'booked' : 'cancelled',
  }
}

/** Those that lie ahead, and those that were told. */
export async function readVisitsOf(db: Sql, personIds: readonly string[]): Promise<Visit[]> {
  return readVisits(db, sql`v.person_id = any (${[...personIds]}::uuid[])`)
}

/** `v` is the visit. */
export async function readVisits(db: Sql, which: ReturnType<typeof sql>, limit = 10_000): Promise<Visit[]> {
  const { rows } = await sql<Visit>`
    select v.record, v.places[1] as place, v.needed from known_visit v
    where ${which} and (v.needed and v.ends_at > domain_now() or exists (select from visit_in_view i where i.booking_id = v.booking_id))
    order by v.booking_id limit ${limit}`.execute(db)
  return rows
}

interface Read {
  readonly told: readonly { subscriptionId: string; bookingId: string; place: string; data: VisitData }[]
  readonly rights: readonly { clientId: string; place: string; agreementId: string; held: boolean }[]
  readonly hidden: readonly { clientId: string; personId: string }[]
  readonly matches: readonly (Match & { clientId: string; personId: string })[]
  readonly codes: readonly { urn: string; code: string }[]
}

async function readSurroundings(db: Sql, subscribers: readonly Subscriber[], visits: readonly Visit[], today: string) {
  const clients = sql`${[...new Set(subscribers.map(({ clientId }) => clientId))]}::text[]`
  const people = sql`${[...new Set(visits.map(({ record }) => record.personId!))]}::uuid[]`
  const places = [...new Set(visits.map(({ place }) => place))]
  const { rows } = await sql<Read>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('subscriptionId', subscription_id, 'bookingId', booking_id, 'place', places[1], 'data', data)), '[]') from visit_in_view
        where subscription_id = any (${subscribers.map(({ id }) => id)}::uuid[]) and booking_id = any (${visits.map(({ record }) => record.id)}::uuid[])) as told,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', client_id, 'place', place, 'agreementId', agreement_id, 'held', held)), '[]')
        from opened_place where client_id = any (${clients}) and (place = any (${places}::text[]) or place in (
          select unnest(places) from visit_in_view where booking_id = any (${visits.map(({ record }) => record.id)}::uuid[])))) as rights,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', x.client_id, 'personId', x.person_id)), '[]') from (
        select client_id, person_id from known_exclusion where client_id = any (${clients}) and person_id = any (${people})
        union all select '*', person_id from known_person where erased_at is not null and person_id = any (${people})) x) as hidden,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', client_id, 'personId', person_id, 'recipientRef', recipient_ref, 'urn', urn,
        'matchedBy', matched_by) order by match_id), '[]') from known_staff_match where client_id = any (${clients}) and person_id = any (${people})) as matches,
      (select coalesce(jsonb_agg(jsonb_build_object('urn', urn, 'code', la_code)), '[]') from (
        select distinct on (urn) urn, la_code from known_school_la
        where urn = any (${places.map(schoolAt)}::text[]) and first_day <= ${today}::date order by urn, first_day desc) c) as codes`.execute(
    db,
  )
  const { told, rights, hidden, matches, codes } = rows[0]!
  return {
    toldTo: (subscriptionId: string, bookingId: string) =>
      told.find((one) => one.subscriptionId === subscriptionId && one.bookingId === bookingId),
    opened: (clientId: string, place: string) => rights.find((right) => right.clientId === clientId && right.place === place),
    isHidden: (clientId: string, personId: string) =>
      hidden.some((one) => one.personId === personId && (one.clientId === clientId || one.clientId === '*')),
    laCodeOf: (urn: string) => codes.find((one) => one.urn === urn)?.code,
    matchOf(clientId: string, personId: string, urn: string) {
      const own = matches.filter((match) => match.clientId === clientId && match.personId === personId)
      const match = own.find((one) => one.urn === urn) ?? own[0]
      return match && { recipientRef: match.recipientRef, urn: match.urn, matchedBy: match.matchedBy }
    },
  }
}

async function keepInView(db: Sql, inView: readonly object[], outOfView: readonly object[]): Promise<void> {
  if (inView.length > 0)
    await sql`
      insert into visit_in_view as v (subscription_id, booking_id, version, person_id, places, data)
      select "subscriptionId", "bookingId", version, "personId", places, data
      from jsonb_to_recordset(${JSON.stringify(inView)}::jsonb)
        as i("subscriptionId" uuid, "bookingId" uuid, version int, "personId" uuid, places text[], data jsonb)
      on conflict (subscription_id, booking_id) do update set
        version = excluded.version, person_id = excluded.person_id, places = excluded.places, data = excluded.data`.execute(db)
  if (outOfView.length > 0)
    await sql`
      delete from visit_in_view v using jsonb_to_recordset(${JSON.stringify(outOfView)}::jsonb) as o("subscriptionId" uuid, "bookingId" uuid)
      where v.subscription_id = o."subscriptionId" and v.booking_id = o."bookingId"`.execute(db)
}
