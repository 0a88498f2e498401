import { DeliverySuspended, NoSuchSubscription, SubscriptionNotInState, TakeSnapshot } from '@nlc/contracts/subscriptions'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { readableStates } from '../mailbox/readable.ts'
import { readOwn } from '../subscriptions/read-subscription.ts'
import { dropSnapshot } from './drop-snapshot.ts'
import { keptForDays } from './own-snapshot.ts'

/**
 * What the subscription's messages come to up to its newest number: under the mailbox's lock, so that no message is in one and not in
 * the other. States are those of today; what has ended is not in it, nor what waits for a successor's signature.
 */
export const takeSnapshot = handle(TakeSnapshot, async ({ subscriptionId }, { sql: db, caller, now, today, enqueue, fail }) => {
  await sql`select from subscription where id = ${subscriptionId} for update`.execute(db)
  const subscription = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
  const { id: ofSubscription, state, suspended, lastNumber: number } = subscription
  if (!readableStates.includes(state)) fail(SubscriptionNotInState, { state, needed: readableStates })
  if (suspended) fail(DeliverySuspended)
  const id = newId()
  await sql`insert into snapshot (id, subscription_id, number, appointments) values (${id}, ${ofSubscription}, ${number}, 0)`.execute(db)
  const { rows } = await sql<{ appointments: number }>`
    with taken as (
      insert into snapshot_appointment (snapshot_id, appointment_id, person_id, places, data)
      select ${id}::uuid, v.appointment_id, v.person_id, v.places,
        v.data || jsonb_strip_nulls(jsonb_build_object('recipientRef', (
          select m.recipient_ref from known_staff_match m
          where m.client_id = ${caller.client} and m.person_id = v.person_id order by m.urn = any (v.places) desc, m.match_id limit 1)))
      from appointment_in_view v
      where v.subscription_id = ${ofSubscription} and coalesce((v.data ->> 'lastDay')::date, 'infinity') >= ${today}::date
        and not exists (select from known_exclusion x where x.client_id = ${caller.client} and x.person_id = v.person_id)
        and not exists (select from unnest(v.places) p where not exists (
          select from opened_place o where o.client_id = ${caller.client} and o.place = p and not o.held))
      returning true
    ), counted as (
      select count(*)::int as n from taken
    )
    update snapshot set appointments = n from counted where id = ${id} returning appointments`.execute(db)
  await enqueue(dropSnapshot, { snapshotId: id }, { key: id, runAt: new Date(now.getTime() + keptForDays * 24 * 60 * 60_000) })
  return { id, subscriptionId: ofSubscription, takenAt: now, number, appointments: rows[0]!.appointments }
})
