import { ListAppointmentVersions, NoSuchAppointment } from '@nlc/contracts/roles'
import { dayInLondon, decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Appointment } from './appointment.ts'
import type { Happening } from './appointment-record.ts'
import { seesHeldRow, selectAppointments } from './appointments-in-view.ts'
import { recordOf } from './shown-appointment.ts'

interface Row extends Appointment {
  readonly recordedAt: Date
  readonly happening: Happening
  readonly by: string | null
  readonly explanation: string | null
}

export const listAppointmentVersions = handle(
  ListAppointmentVersions,
  async ({ appointmentId, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    const [from = '0'] = decodeCursor(after, 1) ?? []
    const { rows: seen } = await sql`
      select from appointment a where a.id = ${appointmentId}::uuid and ${seesHeldRow({ caller, today })}`.execute(db)
    if (seen.length === 0) fail(NoSuchAppointment)
    const isSomebody = caller.person !== undefined || isNationalBody(caller)
    const { rows } = await sql<Row>`
      select v.*, k.happening, n.done_by as by, n.explanation
      from (${selectAppointments(sql.table('appointment_as_known'))} where a.id = ${appointmentId}::uuid) v
      join appointment_as_known k on k.id = v.id and k.version = v.version
      left join appointment_note n on n.appointment_id = v.id and n.version = v.version
      where v.version > ${from}::int ${isSomebody ? sql`` : sql`and v.stage in ('confirmed', 'voided')`}
      order by v.version limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ version }) => [String(version)])
    return {
      ...page,
      items: page.items.map((row) => ({
        version: row.version,
        happening: row.happening,
        recordedAt: row.recordedAt,
        ...(isSomebody && { by: row.by ?? undefined, explanation: row.explanation ?? undefined }),
        appointment: recordOf(row, dayInLondon(row.recordedAt), row.recordedAt),
      })),
    }
  },
)
