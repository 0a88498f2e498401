import type { Writable } from '@nlc/contracts/define'
import type { School as ShownSchool } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { asKnown } from '../networks/as-known.ts'

type Shown = Writable<Static<typeof ShownSchool>>

/** A day, and the instant up to which what is known counts (absent: now). */
export interface AsOf {
  readonly day: string
  readonly knownAt?: string | undefined
}

/** `column` holds on the day, where its row has first_day and last_day, of which either may be open. */
export const holdsOn = (alias: string, day: string): RawBuilder<boolean> =>
  sql`(coalesce(${sql.ref(`${alias}.first_day`)} <= ${day}::date, true) and coalesce(${sql.ref(`${alias}.last_day`)} >= ${day}::date, true))`

const localAuthority = sql`jsonb_strip_nulls(jsonb_build_object(
  'code', c.la_code, 'establishmentNumber', c.establishment_number, 'firstDay', c.first_day, 'lastDay', c.last_day))`
const group = sql`jsonb_strip_nulls(jsonb_build_object(
  'groupId', g.group_id, 'kind', g.kind, 'name', h.name, 'firstDay', g.first_day, 'lastDay', g.last_day))`

export const statusOn = (day: string): RawBuilder<string> => sql`school_status_on(s.status, s.first_day, s.last_day, ${day}::date)`

/** Which schools, as `s`: the rest of a query that selects from them. What is shown of a school is only looked up for these. */
interface Which {
  readonly rows: RawBuilder<unknown>
  readonly order?: RawBuilder<unknown>
  /** Something to order by: `s.distance`, in metres. */
  readonly distance?: RawBuilder<number>
}

/** Schools as the API shows them, as of a day; with what lists are ordered by. */
export async function readSchools(
  db: Sql,
  { day, knownAt }: AsOf,
  { rows: which, order = sql`s.urn`, distance = sql`null::float8` }: Which,
): Promise<(Shown & { searchName: string; distance: number })[]> {
  const authorities = asKnown('school_local_authority', knownAt)
  const groups = asKnown('group_school', knownAt)
  const { rows } = await sql<Shown & { searchName: string; distance: number }>`
    select s.urn, s.name, ${statusOn(day)} as status, s.phase,
           case when s.type_code is not null then jsonb_strip_nulls(jsonb_build_object('code', s.type_code, 'name', s.type_name)) end as type,
           s.first_day as "firstDay", s.last_day as "lastDay", s.reason_opened as "reasonOpened", s.reason_closed as "reasonClosed",
           s.low_age as "lowAge", s.high_age as "highAge", s.gender, s.religious_character as "religiousCharacter", s.ukprn,
           jsonb_strip_nulls(jsonb_build_object('street', s.street, 'locality', s.locality, 'address3', s.address3, 'town', s.town,
             'county', s.county, 'postcode', s.postcode)) as address, s.region, s.website,
           case when s.latitude is not null then jsonb_build_object('latitude', s.latitude, 'longitude', s.longitude) end as location,
           (select ${localAuthority} from ${authorities} c where c.urn = s.urn and ${holdsOn('c', day)}) as "localAuthority",
           (select coalesce(jsonb_agg(${group} order by g.first_day, g.group_id), '[]') from ${groups} g join school_group h on h.id = g.group_id
            where g.urn = s.urn and ${holdsOn('g', day)}) as groups,
           s.updated_at as "updatedAt", s.version, s.search_name as "searchName", s.distance
    from (select s.*, ${distance} as distance from ${asKnown('school', knownAt)} s ${which}) s order by ${order}`.execute(db)
  return rows.map(withoutNulls)
}

/** Every code that a school ever had, and every group that it ever belonged to, in the order of their days. */
export async function readSchoolPeriods(db: Sql, urn: string, knownAt: string | undefined) {
  const { rows } = await sql<{ localAuthorities: Shown['localAuthority'][]; allGroups: Shown['groups'] }>`
    select (select coalesce(jsonb_agg(${localAuthority} order by c.first_day nulls first), '[]')
            from ${asKnown('school_local_authority', knownAt)} c where c.urn = ${urn}) as "localAuthorities",
           (select coalesce(jsonb_agg(${group} order by g.first_day, g.group_id), '[]')
            from ${asKnown('group_school', knownAt)} g join school_group h on h.id = g.group_id where g.urn = ${urn}) as "allGroups"`.execute(
    db,
  )
  return rows[0] as { localAuthorities: NonNullable<Shown['localAuthority']>[]; allGroups: Shown['groups'] }
}
