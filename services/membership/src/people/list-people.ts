import { ListPeople } from '@nlc/contracts/membership'
import { type Caller, handle, isNationalBody, pageFrom, type Sql, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type Predicate, seesPerson, seesSchool } from '../standing.ts'
import { idCursor } from './id-cursor.ts'
import { selectPeople, shownPerson } from './shown-person.ts'

interface View {
  readonly caller: Caller
  readonly today: string
  readonly urn: string | undefined
}

export const listPeople = handle(ListPeople, async ({ urn, updatedSince, after, limit = 50 }, { sql: db, caller, today }) => {
  const last = idCursor(after)
  const view = { caller, today, urn }
  // Before the rows are read: what commits in between is told next time.
  const until = await updatedUntil(db)
  const people = updatedSince === undefined ? inView(view, last, limit) : touchedSince(view, updatedSince)
  const { rows } = await sql<Parameters<typeof shownPerson>[0]>`
    ${selectPeople} join (${people}) t on t.id = p.id
    where p.id > ${last}::uuid and ${updatedSince === undefined ? sql`true` : isInView(view, sql.ref('p.merged_into'), sql.ref('p.id'))}
    order by p.id limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, ({ id }) => [id])
  const gone = updatedSince === undefined || after !== undefined ? undefined : await goneSince(db, view, updatedSince)
  return { ...page, items: page.items.map(shownPerson), updatedUntil: until, gone }
})

function isInView({ caller, today, urn }: View, mergedInto: RawBuilder<unknown>, id: RawBuilder<unknown>): Predicate {
  const kept = sql`coalesce(${mergedInto}, ${id})`
  const seen = seesPerson(caller, kept, today)
  if (urn === undefined) return seen
  return sql<boolean>`(${seen} and ${seesSchool(caller, urn, today)} and exists (
    select from person_place pu where pu.person_id = ${kept} and pu.urn = ${urn} and (pu.last_day is null or pu.last_day >= ${today}::date)))`
}

/**
 * A page of the view. A client's is the union of its three grounds for seeing somebody, each with its own limit, so that each
 * is planned by its own sizes: a vendor of most schools walks the people, one of few schools looks up theirs.
 */
function inView(view: View, last: string, limit: number): RawBuilder<unknown> {
  const { caller, today, urn } = view
  const page = (condition: RawBuilder<unknown>) => sql`(
    select p.id from person p
    where p.id > ${last}::uuid and p.merged_into is null and ${condition} and ${isInView(view, sql`null::uuid`, sql.ref('p.id'))}
    order by p.id limit ${limit + 1})`
  if (urn !== undefined) return page(sql`p.id in (select person_id from person_place where urn = ${urn})`)
  if (isNationalBody(caller)) return page(sql`true`)
  if (caller.kind === 'national-body')
    return page(sql`p.id in (
      select pp.person_id from person_place own join person_place pp on pp.urn = own.urn or pp.group_id = own.group_id
      where own.person_id = (select coalesce(o.merged_into, o.id) from person o where o.id = ${caller.person ?? null}::uuid))`)
  const stillThere = sql`(pp.last_day is null or pp.last_day >= ${today}::date)`
  return sql`
    ${page(sql`exists (
      select from person_place pp join shared_school ss on ss.urn = pp.urn
      where pp.person_id = p.id and ss.client_id = ${caller.client} and ${stillThere})`)}
    union ${page(sql`p.id in (select pp.person_id from person_place pp where pp.group_id is not null and ${stillThere})`)}
    union ${page(sql`p.registered_by = ${caller.client} and not exists (select from person_place pp where pp.person_id = p.id)`)}`
}

/** Whoever may have changed, come or gone since: themselves, their places, the sharing of their schools, or a day that passed. */
function touchedSince({ caller, today }: View, since: string): RawBuilder<unknown> {
  const people = sql`select id from person where updated_at >= ${since}::timestamptz`
  const places = sql`
    select person_id from employment_place where updated_at >= ${since}::timestamptz
    union select person_id from employment where updated_at >= ${since}::timestamptz
    union select person_id from governance_term where updated_at >= ${since}::timestamptz`
  const lapsed = sql`
    select person_id from person_place
    where last_day between (${since}::timestamptz at time zone 'Europe/London')::date - 1 and ${today}::date`
  if (isNationalBody(caller)) return sql`${people} union ${places} union ${lapsed}`
  const mine = sql`client_id = ${caller.client}`
  const then = sql`${since}::timestamptz`
  return sql`
    ${people} union ${places}
    union ${lapsed}
    union select pp.person_id from person_place pp join (
        (select urn from shared_school where ${mine} except select urn from shared_school_at(${then}) where ${mine})
        union all (select urn from shared_school_at(${then}) where ${mine} except select urn from shared_school where ${mine})) moved
      on moved.urn = pp.urn or pp.group_id in (select g.group_id from group_school g where g.urn = moved.urn)
    union (select person_id from sharing_exclusion where ${mine} except select person_id from sharing_exclusion_at(${then}) where ${mine})
    union (select person_id from sharing_exclusion_at(${then}) where ${mine} except select person_id from sharing_exclusion where ${mine})`
}

/** Ids that the caller saw then and does not see now. */
async function goneSince(db: Sql, view: View, since: string): Promise<string[]> {
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
