import { type Accruing, Allowance, type Spend, type TermsInForce, weeksInForce } from '@nlc/allowance'
import { NoTimeLeft } from '@nlc/contracts/scheduling'
import { employsThrough } from '@nlc/known'
import { type AcademicYear, academicYearOf, firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Hindrance, hindrance } from '../hindrance.ts'

export interface Spending {
  readonly appointmentId: string
  readonly day: string
  readonly minutes: number
  /** What is booked of it already does not count: it is exchanged for this. */
  readonly activityId: string
}

/**
 * By scheduling's own copy: what accrues by the appointment's periods, its holder's employments and the terms of the schools, less what
 * others spent and what is booked. The holder's diary is open to us. Where roles finds less after all, it says so by an overdraft.
 */
export async function whatHindersSpending(db: Sql, spending: Spending): Promise<Hindrance<typeof NoTimeLeft> | undefined> {
  const { appointmentId, day, minutes, activityId } = spending
  const { allowance } = await readAllowance(db, appointmentId, academicYearOf(day), [activityId])
  const available = allowance.available(day)
  return available < minutes ? hindrance(NoTimeLeft, { asked: minutes, available, day }) : undefined
}

/**
 * What can be spent up to and with each day from this one to the end of its academic year: in steps, never less than before. What is
 * booked of the activities named does not count.
 */
export async function readTimeLeft(
  db: Sql,
  appointmentId: string,
  from: string,
  exceptActivityIds: readonly string[],
): Promise<{ fromDay: string; minutes: number }[]> {
  const { allowance, weeks } = await readAllowance(db, appointmentId, academicYearOf(from), exceptActivityIds)
  const rises = [from, ...weeks.map(({ firstDay }) => firstDay).filter((day) => day > from)]
  return rises.map((fromDay) => ({ fromDay, minutes: Math.max(0, allowance.available(fromDay)) }))
}

async function readAllowance(db: Sql, appointmentId: string, year: AcademicYear, exceptActivityIds: readonly string[]) {
  const weeks = weeksInForce(await readTermsInForce(db, appointmentId, year))
  const spends = await readSpends(db, appointmentId, year, exceptActivityIds)
  return { weeks, allowance: new Allowance(year, weeks, await readAccruing(db, appointmentId, year), spends) }
}

/** `p` is a period of the appointment `k`, one that touches the year. */
const periods = (appointmentId: string, year: AcademicYear) => sql`
  known_appointment k cross join jsonb_to_recordset(k.periods) p (
    "firstDay" date, "lastDay" date, affiliation text, urn text, "groupId" uuid, "minutesPerWeek" int, paused boolean)
  where k.id = ${appointmentId}::uuid and k.held and daterange(p."firstDay", p."lastDay", '[]')
    && daterange(${firstDayOfYear(year)}::date, ${lastDayOfYear(year)}::date, '[]')`

async function readTermsInForce(db: Sql, appointmentId: string, year: AcademicYear): Promise<TermsInForce[]> {
  const { rows } = await sql<TermsInForce>`
    select p."firstDay", coalesce((select t.terms from terms_for(p.urn, p."groupId", ${year}) t), '[]') as terms
    from ${periods(appointmentId, year)} order by 1`.execute(db)
  return rows
}

/** As far as an employment of the holder covers a period, at the school, in the trust's own team or by the school's governing body. */
async function readAccruing(db: Sql, appointmentId: string, year: AcademicYear): Promise<Accruing[]> {
  const { rows } = await sql<Accruing>`
    select greatest(p."firstDay", e.first_day) as "firstDay",
      nullif(least(coalesce(p."lastDay", 'infinity'), coalesce(e.last_day, 'infinity')), 'infinity') as "lastDay", p."minutesPerWeek", e.fte
    from known_employment_place e, ${periods(appointmentId, year)}
      and p.affiliation = 'employment' and not p.paused
      and e.person_id = now_called(k.person_id) and daterange(e.first_day, e.last_day, '[]') && daterange(p."firstDay", p."lastDay", '[]')
      and ${employsThrough(sql.ref('p.urn'), sql.ref('p.groupId'))}
    order by 1`.execute(db)
  return rows
}

async function readSpends(db: Sql, appointmentId: string, year: AcademicYear, exceptActivityIds: readonly string[]): Promise<Spend[]> {
  const inYear = sql`between ${firstDayOfYear(year)}::date and ${lastDayOfYear(year)}::date`
  const { rows } = await sql<Spend>`
    select s.posting_id as "postingId", s.day, s.minutes - s.refunded as net, least(s.granted, s.minutes - s.refunded) as granted
    from known_spend s where s.appointment_id = ${appointmentId}::uuid and s.day ${inYear} and s.source is distinct from 'scheduling'
    union all
    select b.id, b.spend_day, b.minutes,
      least(b.minutes, coalesce((select s.granted from known_spend s where s.source = 'scheduling' and s.reference = b.spend_reference), 0))
    from booking b
    where b.appointment_id = ${appointmentId}::uuid and b.spend_day ${inYear} and b.activity_id <> all (${[...exceptActivityIds]}::uuid[])`.execute(
    db,
  )
  return rows
}
