/** Whoever is left out is told of no more. What the client was told before stays as it is: that it changed would be a trace. */
import { PersonLeftOut, PersonTakenIn } from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockSubscriptions } from '../mailbox/append-messages.ts'
import { readKnownAppointments } from '../mailbox/read-known-appointments.ts'
import { tellOfAppointments } from '../mailbox/tell-of-appointments.ts'
import { opening } from '../mailbox/who-may-see-what.ts'

/** The subscriptions' rows are locked. */
export async function loseSightOf(db: Sql, clientId: string, personIds: readonly string[]): Promise<void> {
  const own = sql`(select id from subscription where client_id = ${clientId})`
  const whom = sql`any (${[...personIds]}::uuid[])`
  await sql`delete from appointment_in_view where subscription_id in ${own} and person_id = ${whom}`.execute(db)
  await sql`
    delete from snapshot_appointment where person_id = ${whom} and snapshot_id in (select id from snapshot where subscription_id in ${own})`.execute(
    db,
  )
  await sql`
    delete from held_message where subscription_id in ${own} and message ->> 'subjectId' = any (${[...personIds]}::text[])`.execute(db)
}

export const keepLeftOutOnLeftOutTold = [
  react('subscriptions.leave-out', { on: PersonLeftOut }, async ({ agreementId, clientId, personId }, { sql: db }) => {
    await opening(db)
    await lockSubscriptions(db, [clientId])
    await sql`insert into known_left_out (agreement_id, person_id) values (${agreementId}, ${personId}) on conflict do nothing`.execute(db)
    const { rows } = await sql`
      select from known_exclusion where client_id = ${clientId} and person_id = ${personId} limit 1`.execute(db)
    if (rows.length > 0) await loseSightOf(db, clientId, [personId])
  }),

  react('subscriptions.take-in', { on: PersonTakenIn }, async ({ agreementId, clientId, personId }, change) => {
    const { sql: db, today, event } = change
    await opening(db)
    const subscribers = await lockSubscriptions(db, [clientId])
    await sql`delete from known_left_out where agreement_id = ${agreementId} and person_id = ${personId}`.execute(db)
    const { rows } = await sql<{ id: string }>`
      select id from known_appointment where person_id = ${personId} and held and (last_day is null or last_day >= ${today}::date)`.execute(
      db,
    )
    const records = await readKnownAppointments(
      db,
      rows.map(({ id }) => id),
    )
    await tellOfAppointments(
      change,
      subscribers,
      records.map((record) => ({ record, happened: 'reported', eventId: event.id, occurredAt: event.recordedAt })),
    )
  }),
] as const
