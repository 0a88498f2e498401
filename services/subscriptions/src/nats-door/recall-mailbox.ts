import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { ClaimedDoor } from './claim-door.ts'
import type { MailboxStream } from './mailbox-stream.ts'

/**
 * Notes from which number on a mailbox is to be filled again, before what lies there is removed: whoever is killed in between
 * leaves a note, not a loss. What was read and not acknowledged comes again, under its old number.
 */
export async function noteRecall(db: Sql, stream: MailboxStream, door: ClaimedDoor): Promise<void> {
  const first = await firstUnread(db, stream, door)
  const published = first === undefined ? door.published : Math.min(door.published, Math.max(door.acknowledged, first - 1))
  await sql`
    update nats_door set recall = false, purge = true, generation = generation + 1, published_number = ${published}, acknowledged_number = ${published}
    where subscription_id = ${door.id}`.execute(db)
  await replayAgain(db, sql`d.subscription_id = ${door.id}`)
}

/** How far it was acknowledged, so that no more than the rest would be published again. */
export async function noteAcknowledged(db: Sql, stream: MailboxStream, door: ClaimedDoor): Promise<void> {
  const first = await firstUnread(db, stream, door)
  const acknowledged = first === undefined ? door.published : Math.min(door.published, Math.max(door.acknowledged, first - 1))
  await sql`
    update nats_door set acknowledged_number = ${acknowledged}, looked_at = clock_timestamp(),
      drained_at = ${first === undefined ? sql`clock_timestamp()` : sql`drained_at`}
    where subscription_id = ${door.id}`.execute(db)
}

/** What a replay brought and nobody is known to have read is brought again. @param where of the doors `d`. */
export async function replayAgain(db: Sql, where: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update replay r set sent_number = r.from_number - 1, done_at = null from nats_door d
    where r.subscription_id = d.subscription_id and r.door = 'nats' and (r.done_at is null or r.done_at > d.drained_at) and ${where}`.execute(
    db,
  )
}

/** Nothing found says that all was acknowledged only where it is still the stream that was filled. */
async function firstUnread(db: Sql, stream: MailboxStream, { mailbox }: ClaimedDoor): Promise<number | undefined> {
  const first = await stream.firstUnread(mailbox)
  const { created, lastSeq } = await stream.state()
  const { rows } = await sql`select from nats_stream where created = ${created}::timestamptz and last_seq <= ${lastSeq}`.execute(db)
  if (rows.length === 0) throw new Error('The stream is not the one that was filled.')
  return first
}
