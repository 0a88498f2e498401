/**
 * Whoever is left out is told of no more. What the client was told before stays as it is, since that it changed would be a trace; it
 * is remembered, so that whoever is taken in again is told of as what became of them meanwhile.
 */
import { PersonLeftOut, PersonTakenIn } from '@nlc/contracts/membership'
import { type ReactionContext, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockSubscriptions } from '../mailbox/append-messages.ts'
import { type Subscriber, tellOfAppointments } from '../mailbox/tell-of-appointments.ts'
import { readVisitsOf, tellOfVisits } from '../mailbox/tell-of-visits.ts'
import type { Appointment } from '../mailbox/visible-appointment.ts'
import { opening } from '../mailbox/who-may-see-what.ts'

/** What was taken or waits to be sent. The subscriptions' rows are locked. */
export async function loseSightOf(db: Sql, clientId: string, personIds: readonly string[]): Promise<void> {
  const own = sql`(select id from subscription where client_id = ${clientId})`
  await sql`
    delete from snapshot_appointment
    where person_id = any (${[...personIds]}::uuid[]) and snapshot_id in (select id from snapshot where subscription_id in ${own})`.execute(
    db,
  )
  // What waited was not told: taken in again, it is reported.
  await sql`
    with dropped as (
      delete from held_message where subscription_id in ${own} and message ->> 'subjectId' = any (${[...personIds]}::text[])
      returning subscription_id, message -> 'data' ->> 'id' as id
    ), visits as (
      delete from visit_in_view v using dropped d where v.subscription_id = d.subscription_id and v.booking_id::text = d.id
    )
    delete from appointment_in_view v using dropped d
    where v.subscription_id = d.subscription_id and v.appointment_id::text = d.id`.execute(db)
}

/** Who is left out no longer: what they hold, and what became of it meanwhile. The subscriptions' rows are locked. */
export async function catchUpWith(
  change: ReactionContext<never>,
  subscribers: readonly Subscriber[],
  personIds: readonly string[],
): Promise<void> {
  const { sql: db, today, event } = change
  // What ended or was voided meanwhile is told to whom was told of it before.
  const { rows } = await sql<{ record: Appointment }>`
    select record from known_appointment a
    where person_id = any (${[...personIds]}::uuid[]) and (held and (last_day is null or last_day >= ${today}::date) or exists (
      select from appointment_in_view v
      where v.appointment_id = a.id and v.subscription_id = any (${subscribers.map(({ id }) => id)}::uuid[])))
    order by id`.execute(db)
  await tellOfAppointments(
    change,
    subscribers,
    rows.map(({ record }) => ({ record, happened: 'reported', eventId: event.id, occurredAt: event.recordedAt })),
  )
  await tellOfVisits(change, subscribers, await readVisitsOf(db, personIds), { eventId: event.id, occurredAt: event.recordedAt })
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
    const { sql: db } = change
    await opening(db)
    const subscribers = await lockSubscriptions(db, [clientId])
    await sql`delete from known_left_out where agreement_id = ${agreementId} and person_id = ${personId}`.execute(db)
    await catchUpWith(change, subscribers, [personId])
  }),
] as const
