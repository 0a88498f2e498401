import type { Logger, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { ClaimedDoor } from './claim-door.ts'
import { publishNew, publishReplays } from './fill-mailbox.ts'
import type { MailboxStream } from './mailbox-stream.ts'
import { noteAcknowledged, noteRecall } from './recall-mailbox.ts'

interface Tending {
  /** In a transaction that holds the door's lock. */
  readonly sql: Sql
  readonly stream: MailboxStream
  readonly issuer: string
  /** The domain's clock. */
  readonly now: Date
  readonly log: Logger
}

const retryMs = 500
const revocationMs = 50

/**
 * One turn at a door: what has to be done is done in the order in which it must be.
 * @returns after how many milliseconds it may have its next one.
 */
export async function tendDoor(door: ClaimedDoor, tending: Tending): Promise<number> {
  const { sql: db, stream } = tending
  const { id } = door
  if (door.state === 'closing') return await shut(door, tending)
  if (door.recall) {
    await noteRecall(db, stream, door)
    return 0
  }
  if (door.purge) {
    await stream.purge(door.mailbox)
    await sql`update nats_door set purge = false where subscription_id = ${id}`.execute(db)
    // Committed before anything is published: removed a second time, it would be known as a repeat when it comes again, and be dropped.
    return 0
  }
  if (door.held === door.open) {
    // What lies there is taken back where nothing may be sent, and comes again afterwards.
    await sql`update nats_door set held = ${!door.open}, recall = ${!door.open} where subscription_id = ${id}`.execute(db)
    return 0
  }
  if (door.state === 'opening') {
    await stream.makeDurable(door.mailbox)
    await sql`update nats_door set state = 'open', version = version + 1 where subscription_id = ${id}`.execute(db)
  }
  return door.open ? await fill(door, tending) : 0
}

async function fill(door: ClaimedDoor, { sql: db, stream, issuer, log }: Tending): Promise<number> {
  const filling = { sql: db, stream, issuer, door }
  const { published, cause } = await publishNew(filling)
  if (published > door.published) {
    await sql`update nats_door set published_number = ${published} where subscription_id = ${door.id}`.execute(db)
    door.published = published
  }
  const notTaken = cause ?? (await publishReplays(filling)).cause
  if (notTaken) {
    log.warn({ err: notTaken, subscription: door.id }, 'the stream did not take a message; it is published again')
    return retryMs
  }
  if (door.lookDue) await noteAcknowledged(db, stream, door)
  return 0
}

/** Closed once nobody can come in by its credentials, and nothing lies there. */
async function shut({ id, mailbox }: ClaimedDoor, { sql: db, stream, now }: Tending): Promise<number> {
  await stream.deleteDurable(mailbox)
  await stream.purge(mailbox)
  const { rows } = await sql`
    select from nats_credential where subscription_id = ${id} and ends_at is not null and revoked_at is null and expires_at > now()`.execute(
    db,
  )
  if (rows.length > 0) return revocationMs
  await sql`
    update nats_door set state = 'closed', closed_at = ${now.toISOString()}::timestamptz, recall = false, purge = false, version = version + 1
    where subscription_id = ${id}`.execute(db)
  await sql`update replay set done_at = clock_timestamp() where subscription_id = ${id} and door = 'nats' and done_at is null`.execute(db)
  return 0
}
