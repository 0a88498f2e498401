/** What others than scheduling spend of time allowances, and what exceptions grant. Of what scheduling booked, its bookings have it first. */
import { OverdraftExcepted, TimeAccountMoved, TimeRefunded, TimeSpent } from '@nlc/contracts/roles'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

export const keepSpendOnTimeSpent = react('scheduling.keep-time-spent', { on: TimeSpent }, async (told, { sql: db }) => {
  const { postingId, appointmentId, day, minutes, source, reference } = told
  await sql`
    insert into known_spend (posting_id, appointment_id, day, minutes, source, reference)
    values (${postingId}, ${appointmentId}, ${day}, ${minutes}, ${source ?? null}, ${reference ?? null}) on conflict do nothing`.execute(db)
})

export const keepSpendOnTimeRefunded = react(
  'scheduling.keep-time-refunded',
  { on: TimeRefunded },
  async ({ spendId, minutes }, { sql: db }) => {
    await sql`update known_spend set refunded = refunded + ${minutes} where posting_id = ${spendId}::uuid`.execute(db)
  },
)

/** The appointment was recorded twice: what is spent of the one, and booked in it, is of the other. */
export const keepSpendOnTimeAccountMoved = react(
  'scheduling.move-time-account',
  { on: TimeAccountMoved },
  async ({ appointmentId, intoAppointmentId, academicYear }, { sql: db }) => {
    const inYear = sql`day >= (left(${academicYear}, 4) || '-09-01')::date and day < ((left(${academicYear}, 4)::int + 1) || '-09-01')::date`
    await sql`update known_spend set appointment_id = ${intoAppointmentId} where appointment_id = ${appointmentId}::uuid and ${inYear}`.execute(
      db,
    )
  },
)

export const keepSpendOnOverdraftExcepted = react(
  'scheduling.keep-overdraft-excepted',
  { on: OverdraftExcepted },
  async ({ postingId, minutes }, { sql: db }) => {
    await sql`update known_spend set granted = ${minutes} where posting_id = ${postingId}::uuid`.execute(db)
  },
)
