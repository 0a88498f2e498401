import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { NatsDoorSettings } from '../config.ts'
import type { CloseReason, NatsDoor } from './nats-door.ts'

/** As vendors' clients name them; the broker's set-up has the same names. */
export const STREAM = 'mailboxes'
export const DOMAIN = 'nlc'

interface Row {
  state: NatsDoor['state']
  mailbox: string
  after_number: number
  published_number: number
  acknowledged_number: number
  opened_at: Date
  closed_at: Date | null
  close_reason: CloseReason | null
  version: number
  credentials: { credentialId: string; madeAt: string; expiresAt: string; endsAt?: string; revokedAt?: string }[]
}

/** What ended more than a day ago is not shown any more. */
export async function shownNatsDoor(db: Sql, subscriptionId: string, settings: NatsDoorSettings | undefined) {
  const instant = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const { rows } = await sql<Row>`
    select state, mailbox, after_number::float8, published_number::float8, acknowledged_number::float8, opened_at, closed_at, close_reason, version,
      coalesce((
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'credentialId', c.id, 'madeAt', ${instant('c.made_at')}, 'expiresAt', ${instant('c.expires_at')},
          'endsAt', ${instant('c.ends_at')}, 'revokedAt', ${instant('c.revoked_at')})) order by c.made_at desc)
        from nats_credential c
        where c.subscription_id = d.subscription_id and c.expires_at > now() and (c.ends_at is null or c.ends_at > now() - interval '1 day')
      ), '[]') as credentials
    from nats_door d where subscription_id = ${subscriptionId}`.execute(db)
  const [door] = rows
  if (!door) return undefined
  return {
    subscriptionId,
    state: door.state,
    address: addressOf(door.mailbox, settings),
    afterNumber: door.after_number,
    publishedNumber: door.published_number,
    acknowledgedNumber: door.acknowledged_number,
    credentials: door.credentials,
    openedAt: door.opened_at,
    closedAt: door.closed_at ?? undefined,
    closeReason: door.close_reason ?? undefined,
    version: door.version,
  }
}

const addressOf = (mailbox: string, settings: NatsDoorSettings | undefined) => ({
  servers: settings ? [...settings.urls] : [],
  stream: STREAM,
  durable: mailbox,
  domain: DOMAIN,
  inboxPrefix: `_INBOX.${mailbox}`,
})
