import type { AcademicYear } from '@nlc/known/academic-year'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { TermDates } from './school-weeks.ts'

export interface Term extends TermDates {
  readonly academicYear: AcademicYear
  readonly term: 'autumn' | 'spring' | 'summer'
}

/** In order; none where none are known. */
export async function readTerms(db: Sql, academicYear: AcademicYear): Promise<Term[]> {
  const { rows } = await sql<Term>`
    select academic_year as "academicYear", term, first_day as "firstDay", last_day as "lastDay",
      half_term_first_day as "halfTermFirstDay", half_term_last_day as "halfTermLastDay"
    from default_term where academic_year = ${academicYear} order by first_day`.execute(db)
  return rows
}
