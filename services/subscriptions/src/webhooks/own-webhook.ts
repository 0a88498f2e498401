/** Whose webhook it is, and what callers are shown of it. */
import { LockMode } from '@mikro-orm/postgresql'
import type { Caller, Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { isOwner, maySee } from '../standing.ts'
import { type NoticeReason, WebhookEndpoint, type WebhookState } from './webhook-endpoint.ts'

export interface Subscribed {
  readonly clientId: string
  readonly state: 'pending-verification' | 'active' | 'degraded' | 'disabled' | 'paused' | 'ended'
  readonly firstNumber: number
  readonly lastNumber: number
  readonly acknowledgedNumber: number
}

/** The caller's own subscription, locked: numbers stand still, and its webhook is changed by nobody else. */
export async function lockOwn(db: Sql, caller: Caller, subscriptionId: string): Promise<Subscribed | undefined> {
  const { rows } = await sql<Subscribed>`
    select client_id as "clientId", state, first_number as "firstNumber", last_number as "lastNumber", acknowledged_number as "acknowledgedNumber"
    from subscription where id = ${subscriptionId} for update`.execute(db)
  return rows[0] && isOwner(caller, rows[0]) ? rows[0] : undefined
}

/** With its webhook, where it has one. */
export async function lockOwnWebhook(
  { em, sql: db }: Pick<Change<never>, 'em' | 'sql'>,
  caller: Caller,
  subscriptionId: string,
): Promise<{ endpoint: WebhookEndpoint; subscription: Subscribed } | undefined> {
  const subscription = await lockOwn(db, caller, subscriptionId)
  const endpoint = subscription && (await em.findOne(WebhookEndpoint, { subscriptionId }, { lockMode: LockMode.PESSIMISTIC_WRITE }))
  return endpoint ? { endpoint, subscription: subscription! } : undefined
}

export async function isVisible(db: Sql, caller: Caller, subscriptionId: string): Promise<boolean> {
  const { rows } = await sql<{ clientId: string }>`select client_id as "clientId" from subscription where id = ${subscriptionId}`.execute(
    db,
  )
  return rows[0] !== undefined && maySee(caller, rows[0])
}

const details: Record<NoticeReason, string> = {
  'challenge-failed': 'The receiver did not echo the challenge: see the attempts, mend it, and have the challenge sent again.',
  failing: 'Deliveries fail and are tried again, a message ten times in about three days; then the webhook is disabled. See the attempts.',
  'given-up': 'A message failed ten times. Mend the receiver and resume the webhook: it goes on from where it stopped.',
  gone: 'The receiver answered 410. Where that was a mistake, resume the webhook: it goes on from where it stopped.',
}

interface WebhookRow {
  clientId: string
  subscriptionId: string
  url: string
  state: WebhookState
  maxPerSecond: number
  noticeReason: NoticeReason | null
  noticeSince: Date | null
  noticeNumber: number | null
  noticeOutcome: string | null
  deliveredNumber: number
  lastNumber: number
  failing: number
  nextTryAt: Date | null
  registeredAt: Date
  updatedAt: Date
  version: number
}

/** As the caller may see it, or nothing. */
export async function readWebhook(db: Sql, caller: Caller, subscriptionId: string) {
  const { rows } = await sql<WebhookRow>`
    select s.client_id as "clientId", e.subscription_id as "subscriptionId", e.url, e.state, e.max_per_second as "maxPerSecond",
      e.notice_reason as "noticeReason", e.notice_since as "noticeSince", e.notice_number as "noticeNumber", e.notice_outcome as "noticeOutcome",
      coalesce((select min(n) - 1 from unnest(p.open_numbers) n), p.sent_number) as "deliveredNumber", s.last_number as "lastNumber",
      f.failing, f.next as "nextTryAt", e.registered_at as "registeredAt", e.updated_at as "updatedAt", e.version
    from webhook_endpoint e
    join webhook_place p using (subscription_id)
    join subscription s on s.id = e.subscription_id
    cross join lateral (
      select count(*)::int as failing, min(d.next_try_at) as next from delivery d where d.subscription_id = e.subscription_id
    ) f
    where e.subscription_id = ${subscriptionId}`.execute(db)
  const [row] = rows
  if (!row || !maySee(caller, row)) return undefined
  const { clientId: _, noticeReason, noticeSince, noticeNumber, noticeOutcome, nextTryAt, ...shown } = row
  return {
    ...shown,
    nextTryAt: shown.state === 'disabled' ? undefined : (nextTryAt ?? undefined),
    notice:
      noticeReason === null
        ? undefined
        : {
            reason: noticeReason,
            since: noticeSince!,
            number: noticeNumber ?? undefined,
            outcome: (noticeOutcome ?? undefined) as never,
            detail: details[noticeReason],
          },
  }
}
