import { sql } from 'kysely'
import { appendMessages, type NewMessage } from '../mailbox/append-messages.ts'
import { type Opening, schoolAt, sharingAt } from '../mailbox/client-place.ts'
import type { Subscriber } from '../mailbox/tell-of-appointments.ts'

/** Says that sharing ended, and what is to be deleted, once doors are closed. The subscriptions' rows are locked. */
export async function tellOfDuties(
  change: Opening,
  subscribers: readonly Subscriber[],
  { clientId, agreementId }: { readonly clientId: string; readonly agreementId: string },
  { eventId, occurredAt }: { readonly eventId: string | undefined; readonly occurredAt: Date },
): Promise<void> {
  const { sql: db, now } = change
  const { rows } = await sql<{ id: string; place: string; reason: string }>`
    update duty set told_at = ${now.toISOString()}::timestamptz
    where client_id = ${clientId} and agreement_id = ${agreementId} and kind = 'delete-shared' and told_at is null
    returning id, place, reason`.execute(db)
  const messages: NewMessage[] = []
  for (const { id: dutyId, place, reason } of rows.sort((a, b) => a.place.localeCompare(b.place))) {
    const data = { agreementId, ...(await sharingAt(db, { agreementId, place })), reason, dutyId }
    for (const { id, filter } of subscribers)
      messages.push({
        subscriptionId: id,
        type: 'sharing.ended',
        subjectId: schoolAt(place),
        aboutPerson: false,
        places: [],
        eventId,
        occurredAt,
        data,
        why: { filter, sharedBy: [{ place, agreementId }] },
      })
  }
  await appendMessages(change, messages)
}
