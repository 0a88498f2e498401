import { GetAppointment, NoSuchAppointment } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Appointment } from './appointment.ts'
import { seesHeldRow, selectAppointments, standing } from './appointments-in-view.ts'
import { shownAppointment } from './shown-appointment.ts'

export const getAppointment = handle(GetAppointment, async ({ appointmentId, asAt, asKnownAt }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql<Appointment & { recordedAt: Date }>`
    ${selectAppointments(standing(asKnownAt))} where a.id = ${appointmentId}::uuid and ${seesHeldRow({ caller, today })}`.execute(db)
  const found = rows[0] ?? fail(NoSuchAppointment)
  return shownAppointment(found, asAt ?? today, found.recordedAt)
})
