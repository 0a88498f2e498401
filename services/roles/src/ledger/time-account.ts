/** Time accounts between the database and the rules: one for an appointment and academic year. */

import { type Accruing, Allowance, type Spend, weeksInForce } from '@nlc/allowance'
import { employsThrough } from '@nlc/known'
import { type AcademicYear, firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import { newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { readTermsInForce } from './terms.ts'

export interface TimeAccount {
  readonly id: string
  readonly appointmentId: string
  readonly academicYear: AcademicYear
}

/** The account, for posting to it: whoever else does waits, and so does who changes the appointment. */
export async function openAccount(db: Sql, appointmentId: string, academicYear: AcademicYear): Promise<TimeAccount> {
  await sql`select from appointment where id = ${appointmentId}::uuid for share`.execute(db)
  const { rows } = await sql<{ id: string }>`
    insert into time_account (id, appointment_id, academic_year) values (${newId()}, ${appointmentId}, ${academicYear})
    on conflict (appointment_id, academic_year) do update set academic_year = excluded.academic_year returning id`.execute(db)
  return { id: rows[0]!.id, appointmentId, academicYear }
}

/** In the order in which they were posted. */
export async function readSpends(db: Sql, appointmentId: string, academicYear: AcademicYear): Promise<Spend[]> {
  const { rows } = await sql<Spend>`
    select p.id as "postingId", p.day, p.minutes - p.refunded as net,
      greatest(0, coalesce((select sum(o.minutes) from overdraft o where o.posting_id = p.id and o.state = 'excepted'), 0) - p.refunded)::int as granted
    from time_account t join time_posting p on p.account_id = t.id
    where t.appointment_id = ${appointmentId}::uuid and t.academic_year = ${academicYear} and p.kind = 'spend' order by p.seq`.execute(db)
  return rows
}

/**
 * The appointment's periods as far as an employment of the holder covers them: at the school, in the trust's own team, or, without a
 * workplace, by the school's governing body. A governor's, a partner's and a paused period accrue nothing.
 */
async function readAccruing(db: Sql, appointmentId: string, academicYear: AcademicYear): Promise<Accruing[]> {
  const { rows } = await sql<Accruing>`
    select greatest(lower(p.days), e.first_day) as "firstDay",
      nullif(least(coalesce(upper(p.days) - 1, 'infinity'), coalesce(e.last_day, 'infinity')), 'infinity') as "lastDay",
      p.minutes_per_week as "minutesPerWeek", e.fte
    from appointment_period p join known_employment_place e on e.person_id = p.person_id and daterange(e.first_day, e.last_day, '[]') && p.days
      and ${employsThrough(sql.ref('p.urn'), sql.ref('p.group_id'))}
    where p.appointment_id = ${appointmentId}::uuid and p.confirmed and p.affiliation = 'employment' and not p.paused
      and p.days && daterange(${firstDayOfYear(academicYear)}::date, ${lastDayOfYear(academicYear)}::date, '[]')
    order by 1`.execute(db)
  return rows
}

export async function readAllowance(
  db: Sql,
  appointmentId: string,
  academicYear: AcademicYear,
  spends?: readonly Spend[],
): Promise<Allowance> {
  const weeks = weeksInForce(await readTermsInForce(db, appointmentId, academicYear))
  const accruing = await readAccruing(db, appointmentId, academicYear)
  return new Allowance(academicYear, weeks, accruing, spends ?? (await readSpends(db, appointmentId, academicYear)))
}
