/** Scheduling's bookings become messages where lessons at the visitor's own school need cover. */
import type { DataOf, Event } from '@nlc/contracts/define'
import { BookingAccepted, BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { type ReactionContext, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { coverBehind } from './client-place.ts'
import type { Subscriber } from './tell-of-appointments.ts'
import { type BookingRecord, tellOfVisits, type Visit } from './tell-of-visits.ts'
import { telling } from './who-may-see-what.ts'

async function tell({ booking }: DataOf<typeof BookingAccepted>, change: ReactionContext<never>): Promise<void> {
  const { sql: db, event } = change
  if (booking.personId === undefined || booking.homeUrn === undefined) return
  await telling(db)
  const visit = await keep(db, { ...booking, version: event.version })
  if (visit === undefined) return
  const subscribers = await lockSubscribers(db, visit)
  await tellOfVisits(change, subscribers, [visit], { eventId: event.id, occurredAt: event.recordedAt })
}

/** @returns nothing where it is old, or never needed cover. */
async function keep(db: Sql, record: BookingRecord): Promise<Visit | undefined> {
  const needed = record.coverNeeded && record.state === 'accepted'
  const { rows } = await sql<{ place: string }>`
    insert into known_visit as v (booking_id, version, person_id, places, needed, ends_at, record)
    select ${record.id}::uuid, ${record.version}, ${record.personId!}::uuid,
      array[coalesce((select current_urn from known_school where urn = ${record.homeUrn!}), ${record.homeUrn!}) || ${coverBehind}],
      ${needed}, ${record.endsAt}::timestamptz, ${JSON.stringify(record)}::jsonb
    where ${needed} or exists (select from known_visit where booking_id = ${record.id}::uuid)
    on conflict (booking_id) do update set version = excluded.version, person_id = excluded.person_id, places = excluded.places,
      needed = excluded.needed, ends_at = excluded.ends_at, record = excluded.record
    where excluded.version > v.version
    returning places[1] as place`.execute(db)
  return rows[0] && { record, place: rows[0].place, needed }
}

/** Those with whom cover at the school is shared, and those who were told. */
async function lockSubscribers(db: Sql, { record, place }: Visit): Promise<Subscriber[]> {
  const { rows } = await sql<Subscriber>`
    select id, client_id as "clientId", filter from subscription
    where state <> 'ended' and (client_id in (select client_id from opened_place where place = ${place})
      or id in (select subscription_id from visit_in_view where booking_id = ${record.id}::uuid))
    order by id for update`.execute(db)
  return rows
}

const on = <E extends Event>(name: string, event: E) => react(`subscriptions.${name}`, { on: event }, tell as never)

export const tellOfVisitOnBookingTold = [
  on('tell-of-booked', BookingAccepted),
  on('tell-of-moved', BookingMoved),
  on('tell-of-cancelled', BookingCancelled),
] as const
