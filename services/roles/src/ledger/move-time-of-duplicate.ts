import { TimeAccountMoved } from '@nlc/contracts/roles'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { openAccount, type TimeAccount } from './time-account.ts'

/**
 * What was posted on an appointment that turned out to be another one of the same person, recorded twice, is posted on that one.
 * @returns the appointment whose allowance it is, which is the same one unless it was such a duplicate.
 */
export async function moveTimeOfDuplicate({ sql: db, emit }: Change<typeof TimeAccountMoved>, appointmentId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select b.id from appointment a join appointment b on b.person_id = a.person_id and b.network_id = a.network_id and b.role_code = a.role_code
      and b.subject is not distinct from a.subject and b.id <> a.id and b.stage = 'confirmed'
    where a.id = ${appointmentId}::uuid and a.stage = 'voided' and a.ended_as = 'merged-duplicate'
    -- The one that is held on the days that the duplicate was for; of several, the earliest.
    order by exists (
      select from appointment_period p, jsonb_array_elements(a.intended) i
      where p.appointment_id = b.id and p.days && appointment_days(i ->> 'firstDay', i ->> 'lastDay')) desc, b.id limit 1`.execute(db)
  const into = rows[0]?.id
  if (into === undefined) return appointmentId
  const { rows: accounts } = await sql<TimeAccount>`
    select t.id, t.appointment_id as "appointmentId", t.academic_year as "academicYear" from time_account t
    where t.appointment_id = ${appointmentId}::uuid and exists (select from time_posting p where p.account_id = t.id)
    order by t.academic_year`.execute(db)
  for (const { id, academicYear } of accounts) {
    await openAccount(db, appointmentId, academicYear)
    const account = await openAccount(db, into, academicYear)
    await sql`update time_posting set account_id = ${account.id} where account_id = ${id}`.execute(db)
    emit(TimeAccountMoved, { accountId: id, appointmentId, academicYear, intoAccountId: account.id, intoAppointmentId: into })
  }
  return into
}
