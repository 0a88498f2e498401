import type { Writable } from '@nlc/contracts/define'
import type { StandingRelease as ShownRelease } from '@nlc/contracts/roles'
import { academicYearOf, lastDayOfYear } from '@nlc/known/academic-year'
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Release } from './appointment.ts'
import { type Period, placeOf, takesTime } from './period.ts'

/** Is this within one academic year? Then in which. */
export function yearWithin({ firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>): string | undefined {
  const academicYear = academicYearOf(firstDay)
  return lastDay !== null && lastDay <= lastDayOfYear(academicYear) ? academicYear : undefined
}

/** Nobody is released by what they gave themselves, and a head by the employer alone. */
const isFor = (personId: RawBuilder<unknown>, day: string) => sql`
  (${personId} <> now_called(s.released_by) and not exists (
    select from known_employment_place h
    where h.person_id = ${personId} and h.staff_category = 'head-teacher' and coalesce(h.urn, h.employer_reference) in (s.urn, s.group_id::text)
      and ${day}::date between h.first_day and coalesce(h.last_day, 'infinity')))`

/** What the place has released beforehand for such an appointment, the most of it; undefined where that does not cover it. */
export async function standingRelease(
  db: Sql,
  { personId, networkId, roleCode }: { personId: string; networkId: string; roleCode: string },
  period: Period,
): Promise<Release | undefined> {
  const academicYear = yearWithin(period)
  if (!takesTime(period) || academicYear === undefined) return undefined
  const { rows } = await sql<Omit<Release, 'place'>>`
    select s.minutes_per_week as "minutesPerWeek", s.released_by as "releasedBy"
    from standing_release s
    where coalesce(s.urn, s.group_id::text) = ${placeOf(period)} and s.role_code = ${roleCode} and s.academic_year = ${academicYear}
      and s.withdrawn_on is null and (s.network_id is null or s.network_id = ${networkId}::uuid)
      and s.minutes_per_week >= ${period.minutesPerWeek} and ${isFor(sql`${personId}::uuid`, period.firstDay)}
    order by s.minutes_per_week desc, s.id limit 1`.execute(db)
  return rows[0] && { ...rows[0], place: placeOf(period) }
}

type Shown = Writable<Static<typeof ShownRelease>>

/** As the API shows them; `s` is the release. */
export async function readStandingReleases(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<{ [K in keyof Shown]-?: NonNullable<Shown[K]> | null }>`
    select s.id, s.urn, s.group_id as "groupId", s.role_code as "roleCode", s.network_id as "networkId", s.minutes_per_week as "minutesPerWeek",
      s.academic_year as "academicYear", s.released_by as "releasedBy", s.withdrawn_on as "withdrawnOn", s.version
    from standing_release s ${rest}`.execute(db)
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Shown)
}
