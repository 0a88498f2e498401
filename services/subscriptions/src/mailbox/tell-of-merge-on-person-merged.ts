import { PersonMerged } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, type NewMessage } from './append-messages.ts'
import { wantsType } from './filter.ts'
import type { Subscriber } from './tell-of-appointments.ts'
import { opening } from './who-may-see-what.ts'

/**
 * Told to whoever was told of the one whose record went into the other's, and only where nothing hides the other: that somebody is
 * left out leaves no trace. The appointments that go with it need no message of their own.
 */
export const tellOfMergeOnPersonMerged = react(
  'subscriptions.tell-of-merge',
  { on: PersonMerged },
  async ({ personId, intoPersonId }, change) => {
    const { sql: db, event } = change
    await opening(db)
    await sql`update known_person set merged_into = ${intoPersonId} where merged_into = ${personId}`.execute(db)
    await sql`
      insert into known_person (person_id, merged_into) values (${personId}, ${intoPersonId})
      on conflict (person_id) do update set merged_into = excluded.merged_into`.execute(db)
    await sql`
      insert into known_left_out (agreement_id, person_id) select agreement_id, ${intoPersonId} from known_left_out where person_id = ${personId}
      on conflict do nothing`.execute(db)
    const { rows } = await sql<Subscriber & { ref: string | null; intoRef: string | null; places: string[] }>`
      select s.id, s.client_id as "clientId", s.filter,
        (select recipient_ref from known_staff_match m where m.client_id = s.client_id and m.person_id = ${personId} order by match_id limit 1) as ref,
        (select recipient_ref from known_staff_match m where m.client_id = s.client_id and m.person_id = ${intoPersonId} order by match_id limit 1) as "intoRef",
        array(select distinct p from mailbox_message m, unnest(m.places) p
          where m.subscription_id = s.id and m.subject_id = ${personId} and m.withheld_at is null) as places
      from subscription s
      where s.id in (select subscription_id from person_told where person_id = ${personId}) and s.state <> 'ended'
        and not exists (select from known_exclusion x where x.client_id = s.client_id and x.person_id = ${intoPersonId})
      order by s.id for update of s`.execute(db)
    await sql`update appointment_in_view set person_id = ${intoPersonId} where person_id = ${personId}`.execute(db)
    await sql`update visit_in_view set person_id = ${intoPersonId} where person_id = ${personId}`.execute(db)
    await sql`update known_staff_match set person_id = ${intoPersonId} where person_id = ${personId}`.execute(db)
    await sql`
      insert into person_told (subscription_id, person_id) select subscription_id, ${intoPersonId} from person_told where person_id = ${personId}
      on conflict do nothing`.execute(db)
    await appendMessages(
      change,
      rows
        .filter(({ filter }) => wantsType(filter, 'person.merged'))
        .map(
          ({ id, filter, ref, intoRef, places }): NewMessage => ({
            subscriptionId: id,
            type: 'person.merged',
            subjectId: personId,
            aboutPerson: true,
            places,
            eventId: event.id,
            occurredAt: event.recordedAt,
            data: { personId, ...(ref && { recipientRef: ref }), intoPersonId, ...(intoRef && { intoRecipientRef: intoRef }) },
            why: { filter },
          }),
        ),
    )
  },
)
