import { ListTimePostings, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readPostings, shownPosting } from './posting.ts'
import { seesAccount } from './sees-account.ts'

export const listTimePostings = handle(
  ListTimePostings,
  async ({ appointmentId, academicYear, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    if (!(await seesAccount(db, caller, today, appointmentId))) fail(NoSuchAppointment)
    const rows = await readPostings(
      db,
      sql`where t.appointment_id = ${appointmentId}::uuid ${academicYear === undefined ? sql`` : sql`and t.academic_year = ${academicYear}`}
        and p.id > ${idCursor(after)}::uuid order by p.id limit ${limit + 1}`,
    )
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map(shownPosting) }
  },
)
