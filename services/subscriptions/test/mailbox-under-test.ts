/** Mailboxes with messages in them, without the schools and appointments that they come from. */
import { newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { mailboxGrew } from '../src/mailbox/mailbox-grew.ts'

export async function newMailbox(db: Sql, clientId: string): Promise<string> {
  const id = newId()
  await sql`insert into subscription (id, client_id, name, state, filter) values (${id}, ${clientId}, 'a mailbox', 'active', '{}')`.execute(
    db,
  )
  return id
}

/** One message for each subject, numbered as the mailbox does. @returns their ids. */
export async function put(
  db: Sql,
  subscriptionId: string,
  subjects: readonly string[],
  { at = new Date(), nudge = true, places = [] }: { at?: Date; nudge?: boolean; places?: readonly string[] } = {},
): Promise<string[]> {
  const ids = subjects.map(() => newId())
  await db.transaction().execute(async (transaction) => {
    await sql`
      with numbered as (
        update subscription set last_number = last_number + ${subjects.length} where id = ${subscriptionId} returning last_number - ${subjects.length} as before
      )
      insert into mailbox_message (subscription_id, number, id, type, subject_id, places, data, occurred_at, recorded_at)
      select ${subscriptionId}, before + ord, id, 'appointment.changed', subject, ${[...places]}::text[], jsonb_build_object('personId', subject, 'note', 'content'),
        ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
      from numbered, unnest(${ids}::uuid[], ${[...subjects]}::text[]) with ordinality as m(id, subject, ord)`.execute(transaction)
  })
  if (nudge) mailboxGrew(subscriptionId)
  return ids
}
