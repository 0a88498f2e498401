/** Which appointments a caller sees, for queries: as they are, as was known, and what left the view since. */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { nowCalled, type Predicate, seesHeld } from '../standing.ts'
import { appointmentColumns } from './appointment-record.ts'

export interface View {
  readonly caller: Caller
  readonly today: string
}

/** Appointments as they stand, or as was known at an instant. */
export const standing = (asKnownAt: string | undefined): RawBuilder<unknown> =>
  asKnownAt === undefined
    ? sql.table('appointment')
    : sql`(select * from appointment_as_known k where k.recorded_at <= ${asKnownAt}::timestamptz
        and (k.superseded_at is null or k.superseded_at > ${asKnownAt}::timestamptz))`

export const selectAppointments = (source: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select ${appointmentColumns}, a.recorded_at as "recordedAt" from ${source} a`

/**
 * `a` is in the caller's view, by one of the places that it names: what was accepted, by all that it stands in relation to; an offer,
 * by being the person, co-leading the network or signing for the school.
 */
export function seesHeldRow({ caller, today }: View): Predicate {
  if (isNationalBody(caller)) return sql<boolean>`true`
  const operands = {
    personId: sql.ref('a.person_id'),
    networkId: sql.ref('a.network_id'),
    urn: sql.ref('i.urn'),
    groupId: sql.ref('i.group_id'),
  }
  const seen = seesHeld(caller, operands, today)
  const asPerson =
    caller.person === undefined ? sql<boolean>`false` : seesHeld({ ...caller, kind: 'national-body', scopes: new Set() }, operands, today)
  return sql<boolean>`exists (
    select from (select distinct i.urn, i."groupId" as group_id from jsonb_to_recordset(a.intended) as i(urn text, "groupId" uuid)) i
    where ${seen} and (a.was_confirmed or ${asPerson}))`
}

/** Of up to so many schools the appointments are looked up; with more, all are walked in the order of their ids. */
const fewSchools = 1000

/** Where those that a caller sees are to be looked for; the predicate above decides. */
export async function near(db: Sql, { caller }: View): Promise<Predicate> {
  if (isNationalBody(caller)) return sql<boolean>`true`
  const { rows } = await sql<{ urn: string }>`
    select urn from known_shared_school where client_id = ${caller.client} and 'roles' = any (data_classes) limit ${fewSchools + 1}`.execute(
    db,
  )
  if (rows.length > fewSchools) return sql<boolean>`true`
  const urns = sql`${rows.map(({ urn }) => urn)}::text[]`
  const ofClient = sql`
    select appointment_id from appointment_period where urn = any (${urns})
    union select appointment_id from appointment_period where group_id in (select group_id from known_group_school where urn = any (${urns}))`
  if (caller.person === undefined) return sql<boolean>`a.id in (${ofClient})`
  // Their own, those of networks that they co-lead, and of the places where they may sign: declined and withdrawn ones, too.
  const person = nowCalled(caller.person)
  const groups = sql`select group_id from person_place where person_id = ${person} and group_id is not null`
  const places = sql`
    select jsonb_build_array(jsonb_build_object('urn', urn)) from person_place where person_id = ${person} and urn is not null
    union select jsonb_build_array(jsonb_build_object('urn', urn)) from known_group_school where group_id in (${groups})
    union select jsonb_build_array(jsonb_build_object('groupId', group_id::text)) from (${groups}) g`
  return sql<boolean>`a.id in (
    ${ofClient}
    union select o.id from appointment o where o.person_id = ${person}
    union select o.id from appointment o where o.network_id in (select network_id from known_co_leader where person_id = ${person})
    union select o.id from appointment o where o.intended @> any (array(${places})))`
}

/** The day that it was; not one that lies ahead where the clock was set back. */
const dayThen = (since: string, today: string) => sql`least((${since}::timestamptz at time zone 'Europe/London')::date, ${today}::date)`

/** Ids of those of which anything shown may have moved since: themselves, a day that passed, or what is shared with the client. */
export function touchedSince({ caller, today }: View, since: string): RawBuilder<unknown> {
  const then = sql`${since}::timestamptz`
  const days = sql`${dayThen(since, today)} and ${today}::date`
  const touched = sql`
    select id from appointment where updated_at >= ${then}
    union select appointment_id from appointment_period where lower(days) between ${days}
    union select appointment_id from appointment_period where upper(days) between ${days}`
  if (isNationalBody(caller)) return touched
  const { client } = caller
  // In one or the other, not in both: what came to be so, and what ceased to be.
  const differ = (now: RawBuilder<unknown>, before: RawBuilder<unknown>) =>
    sql`((${now} except ${before}) union all (${before} except ${now}))`
  const moved = differ(
    sql`select urn from known_shared_school where client_id = ${client} and 'roles' = any (data_classes)`,
    sql`select urn from roles_shared_at(${client}, ${then})`,
  )
  const leftOut = differ(
    sql`select o.person_id from known_sharing_left_out o join known_sharing_agreement s on s.id = o.agreement_id where s.client_id = ${client} and s.state = 'in-force'`,
    sql`select person_id from left_out_at(${client}, ${then})`,
  )
  return sql`
    with moved as materialized (${moved})
    ${touched}
    union select appointment_id from appointment_period where urn = any (array(select urn from moved))
    union select appointment_id from appointment_period where group_id in (
      select group_id from known_group_school where urn = any (array(select urn from moved)))
    union select a.id from appointment a join ${leftOut} x(person_id) on x.person_id = a.person_id`
}

/**
 * Ids that the caller saw then, and that met what was asked for, and do not now.
 *
 * @param matches on `a`, as of a day.
 */
export async function goneSince(db: Sql, view: View, since: string, matches: (day: RawBuilder<unknown>) => Predicate): Promise<string[]> {
  const { caller, today } = view
  const then = sql`${since}::timestamptz`
  const sawThen = isNationalBody(caller)
    ? sql`true`
    : caller.person !== undefined
      ? seesHeldRow(view)
      : sql`a.was_confirmed and a.person_id not in (select person_id from left_out_at(${caller.client}, ${then})) and exists (
          select from jsonb_to_recordset(a.intended) as i(urn text, "groupId" uuid)
          where i.urn in (select urn from roles_shared_at(${caller.client}, ${then}))
            or i.urn is null and i."groupId" is not null and coalesce((
              select bool_and(g.urn in (select urn from roles_shared_at(${caller.client}, ${then}))) from known_group_school g where g.group_id = i."groupId"), false))`
  const { rows } = await sql<{ id: string }>`
    with touched as materialized (${touchedSince(view, since)}), before as materialized (
      select distinct on (k.id) k.* from appointment_as_known k
      where k.id in (select id from touched) and k.updated_at <= ${then} order by k.id, k.version desc)
    select a.id from before a
    where ${matches(dayThen(since, today))} and ${sawThen} and not exists (
      select from (select n.* from appointment n where n.id = a.id) a where ${matches(sql`${today}::date`)} and ${seesHeldRow(view)})
    order by 1`.execute(db)
  return rows.map(({ id }) => id)
}
