import { Id } from '@nlc/contracts/formats'
import { OverdraftRecorded, OverdraftSettled, OverdraftUnresolved, TimeAccountMoved } from '@nlc/contracts/roles'
import { type Change, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { moveTimeOfDuplicate } from './move-time-of-duplicate.ts'
import { settleOverdrafts } from './settle-overdrafts.ts'
import { openAccount, type TimeAccount } from './time-account.ts'

/** After less, or more, accrues than did: what is spent may be overdrawn, or not be any more. */
export const reviewAllowance = work(
  'roles.review-allowance',
  { input: { appointmentId: Id }, emits: [OverdraftRecorded, OverdraftUnresolved, OverdraftSettled, TimeAccountMoved] },
  async ({ appointmentId: named }, _, change): Promise<Step<null>> => {
    const appointmentId = await moveTimeOfDuplicate(change, named)
    const { rows } = await sql<TimeAccount>`
      select id, appointment_id as "appointmentId", academic_year as "academicYear" from time_account
      where appointment_id = ${appointmentId}::uuid order by academic_year`.execute(change.sql)
    for (const account of rows) {
      await openAccount(change.sql, account.appointmentId, account.academicYear)
      await settleOverdrafts(change, account)
    }
    return { state: null, next: 'done' }
  },
)

/** To be called where appointments change, or what their holders' time accrues by. Those that nothing was posted on need no review. */
export async function reviewAllowances(change: Pick<Change<never>, 'sql' | 'enqueue'>, appointmentIds: readonly string[]): Promise<void> {
  if (appointmentIds.length === 0) return
  const { rows } = await sql<{ id: string }>`
    select distinct appointment_id as id from time_account where appointment_id = any (${[...appointmentIds]}::uuid[])`.execute(change.sql)
  for (const { id } of rows) await change.enqueue(reviewAllowance, { appointmentId: id }, { key: id })
}

/** The same for all that a person holds. */
export async function reviewAllowancesOf(change: Pick<Change<never>, 'sql' | 'enqueue'>, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select a.id from appointment a where a.person_id = now_called(${personId}::uuid) and exists (
      select from time_account t where t.appointment_id = a.id)`.execute(change.sql)
  for (const { id } of rows) await change.enqueue(reviewAllowance, { appointmentId: id }, { key: id })
}
