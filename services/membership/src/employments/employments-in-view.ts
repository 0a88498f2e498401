import type { Caller } from '@nlc/runtime'
import { isNationalBody } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { actsAs, isNotLeftOut, type Predicate, seesGroup, seesPerson, seesSchool } from '../standing.ts'
import type { EmploymentRow } from './shown-employment.ts'

const standing = (table: 'employment' | 'employment_period', asKnownAt: string | undefined): RawBuilder<unknown> =>
  asKnownAt === undefined
    ? sql.table(table)
    : sql`(select * from ${sql.table(`${table}_as_known`)} k where k.recorded_at <= ${asKnownAt}::timestamptz
        and (k.superseded_at is null or k.superseded_at > ${asKnownAt}::timestamptz))`

/** An employment `e` with its periods, as they stand or as they were known at an instant; ends before `where`. */
export const selectEmployments = (asKnownAt: string | undefined): RawBuilder<EmploymentRow> => sql`
  select e.id, e.version, e.person_id as "personId", e.end_reason as "endReason", p.periods
  from ${standing('employment', asKnownAt)} e
  cross join lateral (
    select jsonb_agg(jsonb_build_object(
      'firstDay', p.first_day, 'lastDay', p.last_day, 'employer', jsonb_build_object('kind', p.employer_kind, 'reference', p.employer_reference),
      'urns', p.urns, 'workingDays', p.working_days, 'fte', p.fte, 'staffCategory', p.staff_category, 'payrollNumber', p.payroll_number)
      order by p.first_day) as periods
    from ${standing('employment_period', asKnownAt)} p where p.employment_id = e.id) p`

/** One of the periods of `e` meets a condition on `p`. */
export const somePeriod = (asKnownAt: string | undefined, condition: RawBuilder<unknown>): Predicate =>
  sql<boolean>`exists (select from ${standing('employment_period', asKnownAt)} p where p.employment_id = e.id and ${condition})`

/** `e` at a school, or with a team, whose people are in the caller's view; or of the person for whom the caller acts. */
export function seesEmployment(caller: Caller, today: string, asKnownAt: string | undefined): Predicate {
  if (isNationalBody(caller)) return sql<boolean>`true`
  const school = somePeriod(asKnownAt, sql`exists (select from unnest(p.urns) u where ${seesSchool(caller, sql.ref('u'), today)})`)
  const trust = sql`case p.employer_kind when 'trust' then p.employer_reference::uuid end`
  const trustTeam = somePeriod(asKnownAt, sql`p.urns = '{}' and p.employer_kind = 'trust' and ${seesGroup(caller, trust, today)}`)
  const otherTeam = sql`(${somePeriod(asKnownAt, sql`p.urns = '{}' and p.employer_kind <> 'trust'`)} and ${seesPerson(caller, sql.ref('e.person_id'), today)})`
  return sql<boolean>`(${isNotLeftOut(caller, sql.ref('e.person_id'))}
    and (${school} or ${trustTeam} or ${otherTeam} or ${actsAs(caller, sql.ref('e.person_id'), today)}))`
}
