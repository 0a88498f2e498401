import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { cloudEvent, type MailboxMessage } from '../mailbox/cloud-event.ts'
import type { ClaimedDoor } from './claim-door.ts'
import { WINDOW } from './claim-door.ts'
import type { MailboxStream, Publication } from './mailbox-stream.ts'

const batchSize = 256

interface Filling {
  readonly sql: Sql
  readonly stream: MailboxStream
  readonly issuer: string
  readonly door: ClaimedDoor
}

/**
 * Publishes what is new. Each row is share-locked from its reading until the stream has it, so that a withdrawal that was committed
 * is seen, and one that is under way waits, and takes back what went out.
 * @returns the last number that the stream has. @throws where a row is being withheld just now: later.
 */
export async function publishNew({ sql: db, stream, issuer, door }: Filling): Promise<{ published: number; cause?: unknown }> {
  const most = Math.min(batchSize, door.acknowledged + WINDOW - door.published)
  const messages = await lockedMessages(db, door.id, door.published, door.last, most)
  const { done, cause } = await inOrderPerPerson(stream, door.mailbox, messages, issuer, ({ id }) => `${id}.${door.generation}`)
  return { published: messages[done - 1]?.number ?? door.published, cause }
}

/** Publishes what is to be sent again, besides what is new. */
export async function publishReplays({ sql: db, stream, issuer, door }: Filling): Promise<{ cause?: unknown }> {
  const { rows } = await sql<{ id: string; sent: number; to: number }>`
    select id, sent_number::float8 as sent, to_number::float8 as to from replay
    where subscription_id = ${door.id} and door = 'nats' and done_at is null order by asked_at limit 1 for update`.execute(db)
  const [replay] = rows
  if (!replay) return {}
  const messages = await lockedMessages(db, door.id, replay.sent, replay.to, batchSize)
  const { done, cause } = await inOrderPerPerson(
    stream,
    door.mailbox,
    messages,
    issuer,
    ({ id }) => `${id}.${door.generation}.${replay.id}`,
  )
  const isDone = done === messages.length && messages.length < batchSize
  const sent = isDone ? replay.to : (messages[done - 1]?.number ?? replay.sent)
  // Real time, as `drained_at` is: only then can be told what of it lies there still.
  await sql`update replay set sent_number = ${sent}, done_at = ${isDone ? sql`clock_timestamp()` : null} where id = ${replay.id}`.execute(
    db,
  )
  await sql`update nats_door set looked_at = clock_timestamp() where subscription_id = ${door.id}`.execute(db)
  return { cause }
}

async function lockedMessages(db: Sql, subscriptionId: string, after: number, until: number, most: number): Promise<MailboxMessage[]> {
  const { rows } = await sql<MailboxMessage>`
    select subscription_id as "subscriptionId", number::float8 as number, id, type, subject_id as "subjectId", data, occurred_at as "occurredAt"
    from mailbox_message where subscription_id = ${subscriptionId} and number > ${after} and number <= ${until}
    order by number limit ${most} for share nowait`.execute(db)
  return rows
}

/** Of one person, one at a time: of those that are on their way together, the broker may get the later one only. */
async function inOrderPerPerson(
  stream: MailboxStream,
  mailbox: string,
  messages: readonly MailboxMessage[],
  issuer: string,
  messageId: (message: MailboxMessage) => string,
): Promise<{ done: number; cause?: unknown }> {
  let done = 0
  while (done < messages.length) {
    const persons = new Set<string>()
    const together: Publication[] = []
    for (const message of messages.slice(done)) {
      if (persons.has(message.subjectId)) break
      persons.add(message.subjectId)
      together.push({
        number: message.number,
        messageId: messageId(message),
        payload: JSON.stringify(cloudEvent(message, issuer)),
      })
    }
    const outcome = await stream.publish(mailbox, together)
    done += outcome.done
    if (outcome.cause) return { done, cause: outcome.cause }
  }
  return { done }
}
