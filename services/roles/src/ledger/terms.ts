import type { TermsInForce } from '@nlc/allowance'
import { type AcademicYear, firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** For an appointment: the terms of the school, or the trust, of each of its periods in the year, in order; nothing of it else. */
export async function readTermsInForce(db: Sql, appointmentId: string, academicYear: AcademicYear): Promise<TermsInForce[]> {
  const { rows } = await sql<TermsInForce>`
    select lower(p.days) as "firstDay", terms_of(p.urn, p.group_id, ${academicYear}) as terms
    from appointment_period p
    where p.appointment_id = ${appointmentId}::uuid and p.confirmed
      and p.days && daterange(${firstDayOfYear(academicYear)}::date, ${lastDayOfYear(academicYear)}::date, '[]')
    order by 1`.execute(db)
  return rows
}
