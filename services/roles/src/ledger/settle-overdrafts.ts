import { overdrawnSpends } from '@nlc/allowance'
import { Id } from '@nlc/contracts/formats'
import { OverdraftRecorded, OverdraftSettled, OverdraftUnresolved } from '@nlc/contracts/roles'
import { plusDays } from '@nlc/known/day'
import { type Change, newId, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { daysForException, lockOverdraft, type Overdraft, readOverdrafts } from './overdraft.ts'
import { bookingOf } from './posting.ts'
import { readAllowance, readSpends, type TimeAccount } from './time-account.ts'

export const subjectOf = (overdraft: Overdraft) => ({
  overdraftId: overdraft.id,
  appointmentId: overdraft.appointmentId,
  networkId: overdraft.networkId,
  academicYear: overdraft.academicYear,
  postingId: overdraft.postingId,
  day: overdraft.day,
  ...bookingOf(overdraft),
})

type Saying = typeof OverdraftRecorded | typeof OverdraftUnresolved | typeof OverdraftSettled

/** Brings the overdrafts of an account that is open to us in line with what there is and what is spent. */
export async function settleOverdrafts(change: Change<Saying>, { appointmentId, academicYear }: TimeAccount): Promise<void> {
  const { sql: db, now, today, emit, enqueue } = change
  const spends = await readSpends(db, appointmentId, academicYear)
  const allowance = await readAllowance(db, appointmentId, academicYear, spends)
  const standing = await readOverdrafts(
    db,
    sql`where t.appointment_id = ${appointmentId}::uuid and t.academic_year = ${academicYear} and o.state in ('open', 'unresolved') order by o.id`,
  )
  const before = new Map(standing.map(({ postingId, minutes }) => [postingId, minutes]))
  const overdrawn = overdrawnSpends(allowance, spends, before)

  for (const overdraft of standing) {
    const minutes = overdrawn.get(overdraft.postingId) ?? 0
    if (minutes === overdraft.minutes) continue
    await sql`
      update overdraft set version = version + 1, minutes = ${minutes}, state = case when ${minutes} = 0 then 'settled' else state end
      where id = ${overdraft.id}`.execute(db)
    const said = subjectOf(overdraft)
    if (minutes === 0) emit(OverdraftSettled, said)
    else if (overdraft.state === 'open') emit(OverdraftRecorded, { ...said, minutes, exceptBy: overdraft.exceptBy })
    else emit(OverdraftUnresolved, { ...said, minutes })
  }
  for (const [postingId, minutes] of overdrawn) {
    if (before.has(postingId)) continue
    const id = newId()
    const exceptBy = plusDays(today, daysForException)
    await sql`
      insert into overdraft (id, posting_id, minutes, state, recorded_at, except_by)
      values (${id}, ${postingId}, ${minutes}, 'open', ${now.toISOString()}::timestamptz, ${exceptBy})`.execute(db)
    const [overdraft] = await readOverdrafts(db, sql`where o.id = ${id}`)
    emit(OverdraftRecorded, { ...subjectOf(overdraft!), minutes, exceptBy })
    await enqueue(reportUnresolvedOverdraft, { overdraftId: id }, { key: id, runAt: await endOf(db, exceptBy) })
  }
}

/** The instant at which a day is over, Europe/London. */
async function endOf(db: Change<never>['sql'], day: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ((${day}::date + 1)::timestamp at time zone 'Europe/London') as at`.execute(db)
  return rows[0]!.at
}

/** Waits for the end of the days for an exception; without one, whoever booked is to cancel. */
export const reportUnresolvedOverdraft = work(
  'roles.report-unresolved-overdraft',
  { input: { overdraftId: Id }, emits: [OverdraftUnresolved] },
  async ({ overdraftId }, _, { sql: db, emit }): Promise<Step<null>> => {
    const overdraft = await lockOverdraft(db, overdraftId)
    if (overdraft?.state === 'open') {
      await sql`update overdraft set version = version + 1, state = 'unresolved' where id = ${overdraftId}`.execute(db)
      emit(OverdraftUnresolved, { ...subjectOf(overdraft), minutes: overdraft.minutes })
    }
    return { state: null, next: 'done' }
  },
)
