import { GetEmployment, NoSuchEmployment } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesEmployment, selectEmployments } from './employments-in-view.ts'
import { type EmploymentRow, shownEmployment } from './shown-employment.ts'

export const getEmployment = handle(GetEmployment, async ({ employmentId, asAt, asKnownAt }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql<EmploymentRow>`
    ${selectEmployments(asKnownAt)} where e.id = ${employmentId}::uuid and not e.voided and ${seesEmployment(caller, today, asKnownAt)}`.execute(
    db,
  )
  return shownEmployment(rows[0] ?? fail(NoSuchEmployment), asAt ?? today)
})
