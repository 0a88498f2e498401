import { plusDays } from '@nlc/known/day'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Counted, concentration, dominates, proportionOf } from './concentration.ts'
import { heldRoles, type Scope } from './held-roles.ts'
import type { Warning } from './warnings.ts'

export const mostPoints = 60

/** The last day of each month that ends between these days, or of each term; of as many as may be asked for, and one more. */
export async function seriesDays(db: Sql, firstDay: string, lastDay: string, by: 'term' | 'month'): Promise<string[]> {
  const days: string[] = []
  if (by === 'month') {
    let month = firstDay.slice(0, 7)
    for (;;) {
      const [year, number] = month.split('-').map(Number) as [number, number]
      const next =
        number === 12
          ? `${String(year + 1).padStart(4, '0')}-01`
          : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
      const day = plusDays(`${next}-01`, -1)
      if (day > lastDay || days.length > mostPoints) return days
      if (day >= firstDay) days.push(day)
      month = next
    }
  }
  const { rows } = await sql<{ day: string }>`
    select (t ->> 'lastDay')::date as day from known_terms k, jsonb_array_elements(k.terms) t
    where k.owner_kind = 'national' and (t ->> 'lastDay')::date between ${firstDay}::date and ${lastDay}::date order by 1 limit ${mostPoints + 1}`.execute(
    db,
  )
  return rows.map(({ day }) => day)
}

interface Row {
  day: string
  appointments: number
  people: number
  minutesPerWeek: number
  heads: number
  earlyCareer: number
  school: Counted
  controller: Counted
  largestTrust: number
}

export async function readSeries(db: Sql, scope: Scope, days: readonly string[]) {
  const countedBy = (key: 'urn' | 'controller') => sql`
    select day, jsonb_build_object('sum', sum(n), 'squares', sum(n * n), 'largest', max(n), 'among', count(*)) as counted
    from (select day, count(*) as n from held where ${sql.ref(key)} is not null group by day, ${sql.ref(key)}) g group by day`
  const { rows } = await sql<Row>`
    with held as materialized (${heldRoles(days, scope)}),
    whole as (
      select day, count(*)::int as appointments, count(distinct person_id)::int as people, sum(minutes_per_week)::int as minutes,
        count(*) filter (where is_head)::int as heads, count(*) filter (where category = 'early-career-teacher')::int as early
      from held group by day),
    school as (${countedBy('urn')}),
    controller as (${countedBy('controller')}),
    trust as (
      select day, max(n)::int as largest from (
        select day, count(*) as n from held where trust_id is not null group by day, trust_id) g group by day),
    nothing as (select '{"sum": 0, "squares": 0, "largest": 0, "among": 0}'::jsonb as counted)
    select d.day, coalesce(w.appointments, 0) as appointments, coalesce(w.people, 0) as people, coalesce(w.minutes, 0) as "minutesPerWeek",
      coalesce(w.heads, 0) as heads, coalesce(w.early, 0) as "earlyCareer", coalesce(s.counted, n.counted) as school,
      coalesce(c.counted, n.counted) as controller, coalesce(t.largest, 0) as "largestTrust"
    from unnest(${[...days]}::date[]) d (day) cross join nothing n
    left join whole w using (day) left join school s using (day) left join controller c using (day) left join trust t using (day)
    order by d.day`.execute(db)
  return rows.map(({ day, appointments, people, minutesPerWeek, heads, earlyCareer, school, controller, largestTrust }) => {
    const warnings: Warning['kind'][] = []
    if (dominates(school.largest, appointments)) warnings.push('one-school')
    if (dominates(largestTrust, appointments)) warnings.push('one-trust')
    if (dominates(heads, appointments)) warnings.push('heads')
    return {
      asAt: day,
      appointments,
      people,
      minutesPerWeek,
      schools: concentration(school),
      trusts: concentration(controller),
      heads: proportionOf(heads, appointments),
      earlyCareer: proportionOf(earlyCareer, appointments),
      warnings,
    }
  })
}
