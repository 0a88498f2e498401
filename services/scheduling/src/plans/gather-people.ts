/** People as the planner is told of them: from where they come, when they work, what time they have left, where they are to be already. */
import { plusDays } from '@nlc/known/day'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { readTimeLeft } from '../bookings/time-left.ts'
import type { PersonToPlan } from '../planner/problem.ts'
import { type DaysOfNetwork, weekdayNumbers, within } from './gather-schools.ts'

export interface Holder {
  readonly personId: string
  readonly appointmentId: string
  readonly affiliation: string
  readonly urn: string | null
}

/** Who holds the role in the network on the first of its days that the plan covers: each person once. */
export async function holdersOf(
  db: Sql,
  { networkId, firstDay, lastDay }: Omit<DaysOfNetwork, 'own'>,
  roleCode: string,
): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select distinct on (now_called(k.person_id)) now_called(k.person_id) as "personId", k.id as "appointmentId", p.affiliation, p.urn
    from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date, affiliation text, urn text, paused boolean)
    where k.network_id = ${networkId}::uuid and k.role_code = ${roleCode} and k.held and not p.paused and now_called(k.person_id) is not null
      and daterange(p."firstDay", p."lastDay", '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]')
    order by now_called(k.person_id), p."firstDay", k.id`.execute(db)
  return rows
}

/** @param holders whose time comes out of their allowance. @param ids of everybody who comes into question, as they are called now. */
export async function gatherPeople(
  db: Sql,
  of: DaysOfNetwork,
  ids: ReadonlySet<string>,
  holders: ReadonlyMap<string, Holder>,
  expertise: ReadonlyMap<string, readonly string[]>,
): Promise<PersonToPlan[]> {
  const all = [...ids].toSorted()
  const [homes, days, engaged] = [await homesOf(db, of, all), await workingDaysOf(db, of, all), await engagementsOf(db, of, all)]
  const people: PersonToPlan[] = []
  for (const id of all) {
    const held = holders.get(id)
    const urn = held?.urn ?? homes.get(id) ?? ''
    const works = days.get(id)?.get(urn)
    people.push({
      id,
      urn,
      ...(works && { workingDays: works }),
      ...(held?.affiliation === 'employment' && { timeLeft: await readTimeLeft(db, held.appointmentId, of.firstDay, of.own) }),
      ...(expertise.has(id) && { expertise: expertise.get(id)! }),
      engagements: engaged.get(id) ?? [],
    })
  }
  return people
}

/** A school of the network at which they are on the first day. */
async function homesOf(db: Sql, { networkId, firstDay }: DaysOfNetwork, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; urn: string }>`
    select id, (select a.urn from affiliations_with(${networkId}::uuid, id, ${firstDay}::date) a where a.urn is not null order by a.affiliation, a.urn limit 1) as urn
    from unnest(${[...ids]}::uuid[]) id`.execute(db)
  return new Map(rows.flatMap(({ id, urn }) => (urn === null ? [] : [[id, urn] as const])))
}

/** Of each person at each school. */
async function workingDaysOf(db: Sql, { firstDay }: DaysOfNetwork, ids: readonly string[]): Promise<Map<string, Map<string, number[]>>> {
  const { rows } = await sql<{ id: string; urn: string; days: string[] }>`
    select e.person_id as id, e.urn, array_agg(distinct d) as days from known_employment_place e, unnest(e.working_days) d
    where e.person_id = any (${[...ids]}::uuid[]) and e.urn is not null and ${firstDay}::date between e.first_day and coalesce(e.last_day, 'infinity')
    group by 1, 2`.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, at]) => [
      id,
      new Map(at.map(({ urn, days }) => [urn, weekdayNumbers(days).toSorted()])),
    ]),
  )
}

/** Where they have a place already. */
async function engagementsOf(
  db: Sql,
  { firstDay, lastDay, own }: DaysOfNetwork,
  ids: readonly string[],
): Promise<Map<string, PersonToPlan['engagements'][number][]>> {
  const { rows } = await sql<{
    id: string
    day: string
    startsAt: Date
    endsAt: Date
    urn: string | null
    latitude: number | null
    longitude: number | null
  }>`
    select b.person_id as id, (b.starts_at at time zone 'Europe/London')::date as day, b.starts_at as "startsAt", b.ends_at as "endsAt",
      a.urn, coalesce(a.latitude, s.latitude) as latitude, coalesce(a.longitude, s.longitude) as longitude
    from booking b join activity a on a.id = b.activity_id left join known_school s on s.urn = a.urn
    where b.person_id = any (${[...ids]}::uuid[]) and b.state in ('accepted', 'attended') and b.activity_id <> all (${[...own]}::uuid[])
      and b.starts_at >= ${firstDay}::timestamp at time zone 'Europe/London' and b.starts_at < ${plusDays(lastDay, 1)}::timestamp at time zone 'Europe/London'
    order by b.starts_at, b.id`.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      own.map(({ day, startsAt, endsAt, urn, latitude, longitude }) => ({
        day,
        ...within(startsAt, endsAt),
        ...(urn !== null && { urn }),
        ...(latitude !== null && longitude !== null && { point: { latitude, longitude } }),
      })),
    ]),
  )
}
