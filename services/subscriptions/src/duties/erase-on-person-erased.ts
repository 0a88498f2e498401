import { PersonErased } from '@nlc/contracts/membership'
import { newId, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, lockSubscriptions, type NewMessage } from '../mailbox/append-messages.ts'
import { withhold } from '../mailbox/close-place.ts'
import { opening } from '../mailbox/who-may-see-what.ts'

/**
 * Whoever was told of the person has to erase what they hold. What told of the person is withheld; the one message that is left
 * names whom it is about, by the vendor's own reference, too, which nothing else here holds afterwards.
 */
export const eraseOnPersonErased = react('subscriptions.erase-person', { on: PersonErased }, async ({ personId }, change) => {
  const { sql: db, now, event } = change
  await opening(db)
  await sql`
    insert into known_person (person_id, erased_at) values (${personId}, ${now.toISOString()}::timestamptz)
    on conflict (person_id) do update set erased_at = excluded.erased_at`.execute(db)
  const { rows: people } = await sql<{ id: string }>`
    select ${personId}::uuid as id union select person_id from known_person where merged_into = ${personId}`.execute(db)
  const ids = people.map(({ id }) => id)
  const { rows: told } = await sql<{ clientId: string; subscriptionId: string }>`
    select distinct s.client_id as "clientId", s.id as "subscriptionId" from person_told t join subscription s on s.id = t.subscription_id
    where t.person_id = any (${ids}::uuid[])`.execute(db)
  // By a match alone a vendor holds that its reference is this person.
  const { rows: matched } = await sql<{ clientId: string; recipientRef: string }>`
    delete from known_staff_match where person_id = any (${ids}::uuid[]) returning client_id as "clientId", recipient_ref as "recipientRef"`.execute(
    db,
  )
  const clientIds = [...new Set([...told, ...matched].map(({ clientId }) => clientId))].sort()
  const subscribers = await lockSubscriptions(db, clientIds)
  const messages: NewMessage[] = []
  for (const clientId of clientIds) {
    await withhold(change, clientId, sql`m.subject_id = any (${ids}::text[])`)
    const dutyId = newId()
    await sql`
      insert into duty (id, client_id, kind, person_id, told_at)
      values (${dutyId}, ${clientId}, 'erase-person', ${personId}, ${now.toISOString()}::timestamptz)`.execute(db)
    const own = subscribers.filter((one) => one.clientId === clientId)
    const toldOwn = own.filter(({ id }) => told.some(({ subscriptionId }) => subscriptionId === id))
    const recipientRef = matched.find((one) => one.clientId === clientId)?.recipientRef
    for (const { id, filter } of toldOwn.length > 0 ? toldOwn : own)
      messages.push({
        subscriptionId: id,
        type: 'erasure.requested',
        subjectId: personId,
        aboutPerson: true,
        places: [],
        eventId: event.id,
        occurredAt: event.recordedAt,
        data: { personId, ...(recipientRef && { recipientRef }), dutyId },
        why: { filter },
      })
  }
  // Why they were sent stays to be explained, without the reference.
  await sql`update mailbox_message set why = why - 'match' where subject_id = any (${ids}::text[])`.execute(db)
  await sql`delete from held_message where message ->> 'subjectId' = any (${ids}::text[])`.execute(db)
  await sql`delete from appointment_in_view where person_id = any (${ids}::uuid[])`.execute(db)
  await sql`delete from visit_in_view where person_id = any (${ids}::uuid[])`.execute(db)
  await sql`delete from snapshot_appointment where person_id = any (${ids}::uuid[])`.execute(db)
  await appendMessages(change, messages)
})
