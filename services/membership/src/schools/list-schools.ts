import { ListSchools, NoSuchSchool } from '@nlc/contracts/membership'
import { InvalidInput, MissingScope } from '@nlc/contracts/platform'
import { decodeCursor, handle, pageFrom, refuse, type Sql, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { toNationalGrid } from './national-grid.ts'
import { holdsOn, readSchools, statusOn } from './read-schools.ts'
import { nameMatches } from './search-name.ts'

export const listSchools = handle(ListSchools, async (input, { sql: db, caller, today, fail }) => {
  const { near, nearUrn, withinKm, networkId, updatedSince } = input
  const day = input.asAt ?? today
  if (near !== undefined && nearUrn !== undefined) notTogether('?nearUrn', 'Ask for `near` or for `nearUrn`, not for both.')
  if (withinKm !== undefined && near === undefined && nearUrn === undefined) notTogether('?withinKm', 'It needs `near` or `nearUrn`.')
  if (networkId !== undefined && !caller.scopes.has('networks:read')) refuse(MissingScope, { scope: 'networks:read' })

  const until = await updatedUntil(db)
  const centre = nearUrn === undefined ? placeOf(near) : ((await placeOfSchool(db, nearUrn)) ?? fail(NoSuchSchool))
  const conditions = conditionsOf(input, day)
  if (updatedSince !== undefined) conditions.push(movedSince(updatedSince, today))

  const list = centre ? nearest(db, day, centre, conditions, input) : byName(db, day, conditions, input)
  return { ...(await list), updatedUntil: until }
})

interface Page {
  readonly after?: string
  readonly limit?: number
  readonly name?: string
  readonly nearUrn?: string
  readonly withinKm?: number
}

async function nearest(db: Sql, day: string, { easting, northing }: Place, conditions: RawBuilder<unknown>[], page: Page) {
  const { after, limit = 50, name, nearUrn, withinKm } = page
  if (easting === null) return { items: [] }
  const metres = sql<number>`(point(s.easting, s.northing) <-> point(${easting}::float8, ${northing}::float8))`
  const which = [...conditions, sql`s.easting is not null`]
  if (nearUrn !== undefined) which.push(sql`s.urn <> ${nearUrn}`)
  if (withinKm !== undefined) which.push(sql`${metres} <= ${withinKm * 1000}::float8`)
  if (name !== undefined) which.push(nameMatches(name, sql.ref('s.search_name')).either)
  const last = decodeCursor(after, 2)
  if (last) which.push(sql`(${metres}, s.urn) > (${Number(last[0])}::float8, ${last[1]})`)
  const rows = await readSchools(
    db,
    { day },
    {
      rows: sql`where ${sql.join(which, sql` and `)} order by ${metres}, s.urn limit ${limit + 1}`,
      order: sql`s.distance, s.urn`,
      distance: metres,
    },
  )
  const { items, next } = pageFrom(rows, limit, ({ distance, urn }) => [String(distance), String(urn)])
  return { items: items.map((school) => ({ ...school, distanceKm: Math.round(school.distance) / 1000 })), next }
}

/** First those whose words begin as typed; where these do not fill the page, those that are like it. */
async function byName(db: Sql, day: string, conditions: RawBuilder<unknown>[], { after, limit = 50, name }: Page) {
  const matches = name === undefined ? undefined : nameMatches(name, sql.ref('s.search_name'))
  const last = decodeCursor(after, 3)
  const read = async (rank: number, condition: RawBuilder<unknown>, count: number) => {
    const which = [...conditions, condition]
    if (last && Number(last[0]) === rank) which.push(sql`(s.search_name, s.urn) > (${last[1]}, ${last[2]})`)
    const rows = await readSchools(
      db,
      { day },
      {
        rows: sql`where ${sql.join(which, sql` and `)} order by s.search_name, s.urn limit ${count}`,
        order: sql`s.search_name, s.urn`,
      },
    )
    return rows.map((school) => ({ ...school, rank }))
  }
  const rows = last?.[0] === '1' ? [] : await read(0, matches?.begins ?? sql`true`, limit + 1)
  if (matches?.resembles && rows.length <= limit) {
    rows.push(...(await read(1, sql`${matches.resembles} and not ${matches.begins}`, limit + 1 - rows.length)))
  }
  return pageFrom(rows, limit, ({ rank, searchName, urn }) => [String(rank), searchName, String(urn)])
}

function notTogether(at: string, detail: string): never {
  return refuse(InvalidInput, { errors: [{ at, rule: 'dependent', detail }] })
}

function conditionsOf(
  input: { laCode?: string; establishmentNumber?: string; phase?: string; status?: string; groupId?: string; networkId?: string },
  day: string,
): RawBuilder<unknown>[] {
  const { laCode, establishmentNumber, phase, status, groupId, networkId } = input
  const conditions: RawBuilder<unknown>[] = []
  if (phase !== undefined) conditions.push(sql`s.phase = ${phase}`)
  if (status !== undefined) conditions.push(sql`${statusOn(day)} = ${status}`)
  if (laCode !== undefined || establishmentNumber !== undefined) {
    conditions.push(sql`s.urn in (
      select c.urn from school_local_authority c
      where ${laCode === undefined ? sql`true` : sql`c.la_code = ${laCode}`}
        and ${establishmentNumber === undefined ? sql`true` : sql`c.establishment_number = ${establishmentNumber}`} and ${holdsOn('c', day)})`)
  }
  if (groupId !== undefined) {
    conditions.push(sql`s.urn in (select g.urn from group_school g where g.group_id = ${groupId}::uuid and ${holdsOn('g', day)})`)
  }
  if (networkId !== undefined) {
    conditions.push(sql`s.urn in (
      select n.urn from network_school n where n.network_id = ${networkId}::uuid and n.state = 'joined' and ${holdsOn('n', day)})`)
  }
  return conditions
}

/** Written since then; or what is shown of it today is not what was shown then, since a day has come. */
function movedSince(since: string, today: string): RawBuilder<unknown> {
  const then = sql`(${since}::timestamptz at time zone 'Europe/London')::date`
  const came = (column: string) => sql`${sql.ref(column)} > ${then} and ${sql.ref(column)} <= ${today}::date`
  const passed = (column: string) => sql`${sql.ref(column)} >= ${then} and ${sql.ref(column)} < ${today}::date`
  return sql`(s.updated_at >= ${since}::timestamptz or (${came('s.first_day')}) or (${passed('s.last_day')}) or s.urn in (
    select urn from school_local_authority where ${came('first_day')}
    union all select urn from group_school where ${came('first_day')} union all select urn from group_school where ${passed('last_day')}))`
}

interface Place {
  /** Null: the register does not say where it is. */
  easting: number | null
  northing: number | null
}

function placeOf(near: string | undefined): Place | undefined {
  if (near === undefined) return undefined
  const [latitude = Number.NaN, longitude = Number.NaN] = near.split(',').map(Number)
  const place = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? toNationalGrid(latitude, longitude) : undefined
  if (!place || !Number.isFinite(place.easting) || !Number.isFinite(place.northing)) {
    return refuse(InvalidInput, {
      errors: [{ at: '?near', rule: 'format', detail: 'Latitude and longitude in degrees, such as 54.11,-3.22.' }],
    })
  }
  return place
}

/** Nothing where there is no such school; a school without a place is near nothing. */
async function placeOfSchool(db: Sql, urn: string): Promise<Place | undefined> {
  const { rows } = await sql<Place>`select easting, northing from school where urn = ${urn}`.execute(db)
  return rows[0]
}
