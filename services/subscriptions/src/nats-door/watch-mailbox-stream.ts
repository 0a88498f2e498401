import type { Database } from '@nlc/runtime'
import { sql } from 'kysely'
import type { MailboxStream } from './mailbox-stream.ts'
import { replayAgain } from './recall-mailbox.ts'
import { STREAM } from './shown-nats-door.ts'

/**
 * Another stream than the one that was filled, or the same one set back, lacks something: every open mailbox is filled again from
 * what is known to be acknowledged, and gets its durable again.
 * @param told the highest number that the stream gave to this process; `setBack`: it has given one of these again.
 * @returns whether it lacked something.
 */
export async function watchMailboxStream(
  { sql: db }: Database,
  stream: MailboxStream,
  { told, setBack }: { told: number; setBack: boolean },
): Promise<boolean> {
  const { created, lastSeq } = await stream.state()
  return await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ created: boolean; last: number }>`
      select created = ${created}::timestamptz as created, last_seq::float8 as last from nats_stream where name = ${STREAM} for update`.execute(
      transaction,
    )
    const [known] = rows
    if (known?.created && known.last <= lastSeq && !setBack) {
      const reached = Math.min(told, lastSeq)
      if (reached > known.last) await sql`update nats_stream set last_seq = ${reached} where name = ${STREAM}`.execute(transaction)
      return false
    }
    await sql`
      insert into nats_stream (name, created, last_seq) values (${STREAM}, ${created}::timestamptz, ${lastSeq})
      on conflict (name) do update set created = excluded.created, last_seq = excluded.last_seq`.execute(transaction)
    await sql`
      update nats_door set published_number = acknowledged_number, state = case when state = 'open' then 'opening' else state end
      where state in ('opening', 'open')`.execute(transaction)
    await replayAgain(transaction, sql`d.state in ('opening', 'open')`)
    return known !== undefined
  })
}
