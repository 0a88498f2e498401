/** The people whom a caller sees, for lists: as they are, and since an instant. */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type Predicate, seesPerson, seesSchool } from '../standing.ts'

export interface View {
  readonly caller: Caller
  readonly today: string
  /** Only people with a place at this school. */
  readonly urn: string | undefined
}

/** Of up to so many schools the people are looked up; with more, people are walked in the order of their ids. */
const fewSchools = 1000

/** A person, by the record that is kept, is in the view. */
export function isInView({ caller, today, urn }: View, mergedInto: RawBuilder<unknown>, id: RawBuilder<unknown>): Predicate {
  const kept = sql`coalesce(${mergedInto}, ${id})`
  const seen = seesPerson(caller, kept, today)
  if (urn === undefined) return seen
  return sql<boolean>`(${seen} and ${seesSchool(caller, urn, today)} and exists (
    select from person_place pu where pu.person_id = ${kept} and pu.urn = ${urn} and (pu.last_day is null or pu.last_day >= ${today}::date)))`
}

/**
 * Ids of those among whom the view's people are; `isInView` decides. A client of a few schools has few candidates; where it has
 * many, most people that are walked past are its own.
 */
export async function candidates(db: Sql, { caller, urn }: View): Promise<RawBuilder<unknown>> {
  const everybody = sql`select id from person where merged_into is null`
  if (urn !== undefined) return sql`select person_id from person_place where urn = ${urn} group by 1`
  if (isNationalBody(caller)) return everybody
  if (caller.kind === 'national-body')
    return sql`
      select pp.person_id from person_place own join person_place pp on pp.urn = own.urn or pp.group_id = own.group_id
      where own.person_id = (select coalesce(o.merged_into, o.id) from person o where o.id = ${caller.person ?? null}::uuid) group by 1`
  const { rows } = await sql<{
    urn: string
  }>`select urn from staff_sharing_school where client_id = ${caller.client} limit ${fewSchools + 1}`.execute(db)
  if (rows.length > fewSchools) return everybody
  const urns = sql`${rows.map((row) => row.urn)}::text[]`
  const groups = sql`array(select group_id from group_school where urn = any (${urns}))`
  return sql`
    select person_id from person_place where urn = any (${urns})
    union select person_id from employment_place where urn is null and employer_kind = 'trust' and employer_reference = any (${groups}::text[])
    union select person_id from governance_term where board_kind = 'group' and board_reference = any (${groups}::text[])
    union select id from person where registered_by = ${caller.client} and merged_into is null`
}

/** Whoever may have changed, come or gone since: themselves, their places, the sharing of their schools, or a day that passed. */
export function touchedSince({ caller, today }: View, since: string): RawBuilder<unknown> {
  const then = sql`${since}::timestamptz`
  const touched = sql`
    select id from person where updated_at >= ${then}
    union select person_id from employment_place where updated_at >= ${then}
    union select person_id from employment where updated_at >= ${then}
    union select person_id from governance_term where updated_at >= ${then}
    union select person_id from person_place where last_day between (${then} at time zone 'Europe/London')::date - 1 and ${today}::date`
  if (isNationalBody(caller)) return touched
  const mine = sql`client_id = ${caller.client}`
  // In one or the other, not in both: what came to be so, and what ceased to be.
  const differ = (now: RawBuilder<unknown>, before: RawBuilder<unknown>) =>
    sql`((${now} where ${mine} except ${before} where ${mine}) union all (${before} where ${mine} except ${now} where ${mine}))`
  const moved = differ(sql`select urn from staff_sharing_school`, sql`select urn from staff_sharing_school_at(${then})`)
  const leftOut = differ(sql`select person_id from sharing_exclusion`, sql`select person_id from sharing_exclusion_at(${then})`)
  return sql`
    with moved as materialized (${moved})
    ${touched}
    union select person_id from person_place where urn = any (array(select urn from moved))
    union select person_id from person_place where group_id = any (array(
      select g.group_id from group_school g where g.urn = any (array(select urn from moved))))
    union ${leftOut}`
}

/** Ids that the caller saw then and does not see now. */
export async function goneSince(db: Sql, view: View, since: string): Promise<string[]> {
  const { caller, urn } = view
  // The national body loses sight of nobody, but people leave a school.
  if (isNationalBody(caller) && urn === undefined) return []
  const client = isNationalBody(caller) ? null : caller.client
  const { rows } = await sql<{ id: string }>`
    with touched as materialized (${touchedSince(view, since)})
    select seen.id
    from people_seen_at(${client}, array(select t.id from touched t(id)), ${since}::timestamptz, ${urn ?? null}) as seen(id)
    join person p on p.id = seen.id
    where not ${isInView(view, sql.ref('p.merged_into'), sql.ref('p.id'))}
    order by 1`.execute(db)
  return rows.map(({ id }) => id)
}
