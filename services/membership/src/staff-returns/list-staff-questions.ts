import { ListStaffQuestions, NoSuchStaffSchool } from '@nlc/contracts/membership'
import { handle, idCursor, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { isNotLeftOut, mayKeep } from '../standing.ts'
import { type StaffQuestion, shownQuestion } from './staff-question.ts'

export const listStaffQuestions = handle(
  ListStaffQuestions,
  async ({ urn, state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    const { rows: school } = await sql`select from school where urn = ${urn}`.execute(db)
    if (school.length === 0 || !(await mayKeep(db, caller, today, { urn }))) fail(NoSuchStaffSchool)
    // What one client's MIS sent is not another client's to read.
    const own =
      isNationalBody(caller) || caller.person !== undefined ? sql`true` : sql`(q.kind = 'absent' or q.client_id = ${caller.client})`
    const { rows } = await sql<StaffQuestion>`
    select q.id, q.urn, q.kind, q.state, q.asked_at as "askedAt", q.person_id as "personId", q.employment_id as "employmentId", q.reference, q.item,
      q.candidates, q.answer, q.answered_on as "answeredOn"
    from staff_question q
    where q.urn = ${urn} and q.id > ${idCursor(after)}::uuid and ${state === undefined ? sql`true` : sql`q.state = ${state}`} and ${own}
      and ${isNotLeftOut(caller, sql.ref('q.person_id'))}
    order by q.id limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map(shownQuestion) }
  },
)
