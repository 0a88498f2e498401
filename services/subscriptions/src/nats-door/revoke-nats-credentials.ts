import type { Database } from '@nlc/runtime'
import { sql } from 'kysely'
import type { MailboxStream } from './mailbox-stream.ts'

/**
 * Tells the server whose credentials are void. It keeps that; the whole is said again now and then, since a server that lost its
 * disk lets in nobody before it was.
 * @param all also where nothing is new.
 */
export async function revokeNatsCredentials({ sql: db }: Database, stream: MailboxStream, all: boolean): Promise<void> {
  const { rows } = await sql<{ id: string; user_key: string; until: number; told: boolean }>`
    select id, user_key, ceil(extract(epoch from expires_at))::float8 as until, revoked_at is not null as told
    from nats_credential where ends_at <= now() and expires_at > now()`.execute(db)
  const untold = rows.filter(({ told }) => !told).map(({ id }) => id)
  if (untold.length === 0 && !all) return
  await stream.revoke(Object.fromEntries(rows.map(({ user_key, until }) => [user_key, until])))
  if (untold.length > 0)
    await sql`update nats_credential set revoked_at = now() where id = any(${untold}) and revoked_at is null`.execute(db)
}
