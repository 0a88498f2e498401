import { ListWebhookAttempts, NoSuchSubscription } from '@nlc/contracts/subscriptions'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Outcome } from './outcome.ts'
import { isVisible } from './own-webhook.ts'

interface AttemptRow {
  id: string
  kind: 'message' | 'test' | 'challenge'
  messageId: string
  number: number | null
  attempt: number
  attemptedAt: Date
  durationMs: number
  outcome: Outcome
  status: number | null
}

export const listWebhookAttempts = handle(
  ListWebhookAttempts,
  async ({ subscriptionId, number, messageId, kind, outcome, after, limit = 50 }, { sql: db, caller, fail }) => {
    const [before] = decodeCursor(after, 1) ?? []
    if (!(await isVisible(db, caller, subscriptionId))) fail(NoSuchSubscription)
    const filters: RawBuilder<boolean>[] = [sql`subscription_id = ${subscriptionId}`]
    if (number !== undefined) filters.push(sql`number = ${number}`)
    if (messageId !== undefined) filters.push(sql`message_id = ${messageId}`)
    if (kind !== undefined) filters.push(sql`kind = ${kind}`)
    if (outcome !== undefined) filters.push(sql`outcome = ${outcome}`)
    if (before !== undefined) filters.push(sql`id < ${before}::bigint`)
    const { rows } = await sql<AttemptRow>`
      select id::text, kind, message_id as "messageId", number, attempt, attempted_at as "attemptedAt", duration_ms as "durationMs", outcome, status
      from delivery_attempt where ${sql.join(filters, sql` and `)} order by delivery_attempt.id desc limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map((row) => ({ ...row, number: row.number ?? undefined, status: row.status ?? undefined })) }
  },
)
