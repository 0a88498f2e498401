import type { NetworkYear as Shown } from '@nlc/contracts/scheduling'
import { type AcademicYear, firstDayOfYear, lastDayOfYear, weekday } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'
import { dayInLondon, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { readCalendar } from '../calendars/read-calendars.ts'
import { hasPupils, schoolDays } from '../calendars/school-days.ts'

export type NetworkYear = Static<typeof Shown>

/** Each begins on a Monday, but for the first. */
export function weeksOf(academicYear: AcademicYear): { firstDay: string }[] {
  const weeks: { firstDay: string }[] = []
  const lastDay = lastDayOfYear(academicYear)
  for (let day = firstDayOfYear(academicYear); day <= lastDay; day = plusDays(day, 8 - weekday(day))) weeks.push({ firstDay: day })
  return weeks
}

const weekIn = (weeks: readonly { firstDay: string }[], day: string) => weeks.findLastIndex(({ firstDay }) => firstDay <= day)

export async function readNetworkYear(db: Sql, networkId: string, academicYear: AcademicYear): Promise<NetworkYear> {
  const [firstDay, lastDay] = [firstDayOfYear(academicYear), lastDayOfYear(academicYear)]
  const weeks = weeksOf(academicYear)
  const { rows } = await sql<{ urn: string; name: string }>`
    select distinct n.urn, coalesce(s.name, n.urn) as name
    from known_network_school n left join known_school s on s.urn = n.urn
    where n.network_id = ${networkId}::uuid and daterange(n.first_day, n.last_day, '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]')
    order by 2, 1`.execute(db)
  const hosted = await readHosted(db, networkId, firstDay, lastDay)
  const schools: NetworkYear['schools'] = []
  for (const { urn, name } of rows) {
    const days = schoolDays(await readCalendar(db, urn, firstDay, lastDay), firstDay, lastDay).filter(hasPupils)
    schools.push({
      urn,
      name,
      schoolWeeks: [...new Set(days.map(({ day }) => weekIn(weeks, day)))],
      hosts: hosted.filter((one) => one.urn === urn).map(({ urn: _, ...one }) => ({ ...one, week: weekIn(weeks, one.day) })),
    })
  }
  return { networkId, academicYear, weeks, schools }
}

type Hosted = Omit<NetworkYear['schools'][number]['hosts'][number], 'week'> & { readonly urn: string }

async function readHosted(db: Sql, networkId: string, firstDay: string, lastDay: string): Promise<Hosted[]> {
  const { rows } = await sql<Omit<Hosted, 'day'> & { startsAt: Date }>`
    select a.id as "activityId", a.urn, a.kind, a.state, a.starts_at as "startsAt" from activity a
    where a.network_id = ${networkId}::uuid and a.urn is not null and a.state <> 'cancelled'
      and a.starts_at >= ${firstDay}::timestamp at time zone 'Europe/London' and a.starts_at < (${lastDay}::date + 1)::timestamp at time zone 'Europe/London'
    order by a.starts_at, a.id`.execute(db)
  return rows.map(({ startsAt, ...one }) => ({ ...one, day: dayInLondon(startsAt) }))
}
