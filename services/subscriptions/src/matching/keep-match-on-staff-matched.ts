import { StaffMatched, StaffMatchUnclear, StaffUnlinked } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

/** From now on, messages about the person carry it. What was said before stays as it was said. */
export const keepMatchOnStaffMatched = [
  react(
    'subscriptions.keep-match',
    { on: StaffMatched },
    async ({ matchId, clientId, urn, recipientRef, personId, matchedBy }, { sql: db }) => {
      // The person was erased since.
      if (recipientRef === undefined) return
      // What was said before of schools and people that are called otherwise now.
      await sql`
        insert into known_staff_match (match_id, client_id, urn, recipient_ref, person_id, matched_by)
        select ${matchId}, ${clientId}, coalesce((select current_urn from known_school where urn = ${urn}), ${urn}), ${recipientRef},
          coalesce((select merged_into from known_person where person_id = ${personId}), ${personId}), ${matchedBy}
        where not exists (select from known_person where person_id = ${personId} and erased_at is not null)
        on conflict (match_id) do update set person_id = excluded.person_id, matched_by = excluded.matched_by`.execute(db)
    },
  ),
  // Whom it stands for is in doubt: no message says so until that is settled.
  react('subscriptions.doubt-match', { on: StaffMatchUnclear }, async ({ matchId }, { sql: db }) => {
    await sql`delete from known_staff_match where match_id = ${matchId}`.execute(db)
  }),
  react('subscriptions.drop-match', { on: StaffUnlinked }, async ({ matchId }, { sql: db }) => {
    await sql`delete from known_staff_match where match_id = ${matchId}`.execute(db)
  }),
] as const
