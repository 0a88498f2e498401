import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { tellOfDuties } from '../duties/tell-of-duties.ts'
import { withholdAtNatsDoor } from '../nats-door/withhold-at-nats-door.ts'
import type { ClientPlace, EndReason, Opening } from './client-place.ts'
import { mailboxGrew } from './mailbox-grew.ts'
import { readKnownAppointments } from './read-known-appointments.ts'
import type { Subscriber } from './tell-of-appointments.ts'
import { tellOfAppointments } from './tell-of-appointments.ts'

/**
 * A client may not see a place any more: all that tells of it is withheld, whether it was delivered or not, and what waits, snapshots
 * and what was to follow go. The subscriptions' rows are locked.
 */
export async function closePlace(
  change: Opening,
  subscribers: readonly Subscriber[],
  { clientId, place, agreementId }: ClientPlace & { readonly agreementId: string },
  { ending, quietly = false, eventId, occurredAt }: { ending: EndReason; quietly?: boolean; eventId: string | undefined; occurredAt: Date },
): Promise<void> {
  const { sql: db, afterCommit } = change
  const here = sql`array[${place}]::text[]`
  // Also those that ended: an explanation is to be had of what was sent, its content is not.
  const own = sql`(select id from subscription where client_id = ${clientId})`
  await sql`delete from opened_place where client_id = ${clientId} and place = ${place}`.execute(db)
  await withhold(change, clientId, sql`m.places @> ${here}`)
  await sql`delete from held_message where places @> ${here} and subscription_id in ${own}`.execute(db)
  await sql`
    delete from snapshot_appointment where places @> ${here}
      and snapshot_id in (select id from snapshot where subscription_id in ${own})`.execute(db)
  await sql`
    delete from appointment_in_view where places @> ${here} and cardinality(places) = 1 and subscription_id in ${own}`.execute(db)
  await sql`delete from visit_in_view where places @> ${here} and subscription_id in ${own}`.execute(db)
  // Of what is at another place, too, it is told how it is there: what told of both is withheld, and what came before it is not.
  const { rows: elsewhere } = await sql<{ id: string }>`
    select distinct appointment_id as id from appointment_in_view where places @> ${here} and subscription_id in ${own}`.execute(db)
  const known = await readKnownAppointments(
    db,
    elsewhere.map(({ id }) => id),
  )
  await tellOfAppointments(
    change,
    subscribers,
    known.map((record) => ({ record, happened: 'reported', eventId, occurredAt })),
  )
  const { rows: ever } = await sql`select from subscription where client_id = ${clientId} limit 1`.execute(db)
  if (ever.length > 0) {
    await sql`
      insert into duty (id, client_id, kind, place, agreement_id, reason)
      values (${newId()}, ${clientId}, 'delete-shared', ${place}, ${agreementId}, ${ending})`.execute(db)
    if (!quietly) await tellOfDuties(change, subscribers, { clientId, agreementId }, { eventId, occurredAt })
  }
  afterCommit(() => {
    for (const { id } of subscribers) mailboxGrew(id)
  })
}

/** Takes the content from messages for good; their numbers stay. Streams that may have some of it under way are cut. */
export async function withhold(
  { sql: db, now }: Pick<Opening, 'sql' | 'now'>,
  clientId: string,
  which: ReturnType<typeof sql<boolean>>,
): Promise<number> {
  const { rows } = await sql<{ withheld: number }>`
    with withheld as (
      update mailbox_message m set data = null, withheld_at = ${now.toISOString()}::timestamptz
      from subscription s
      where s.id = m.subscription_id and s.client_id = ${clientId} and m.withheld_at is null and ${which}
      returning m.subscription_id
    ), cut as (
      update subscription set closings = closings + 1 where id in (select subscription_id from withheld)
    )
    select count(*)::int as withheld from withheld`.execute(db)
  const { withheld } = rows[0]!
  if (withheld > 0) await withholdAtNatsDoor(db, clientId)
  return withheld
}
