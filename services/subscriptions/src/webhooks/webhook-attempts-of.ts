import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** For the explanation of a message: what was sent of it by webhook, the first first. */
export async function webhookAttemptsOf(
  db: Sql,
  messageId: string,
): Promise<{ door: 'webhook'; attemptedAt: Date; outcome: string; status: number | undefined }[]> {
  const { rows } = await sql<{ attemptedAt: Date; outcome: string; status: number | null }>`
    select a.attempted_at as "attemptedAt", a.outcome, a.status
    from mailbox_message m join delivery_attempt a on a.subscription_id = m.subscription_id and a.number = m.number
    where m.id = ${messageId} order by a.id`.execute(db)
  return rows.map(({ status, ...attempt }) => ({ door: 'webhook', ...attempt, status: status ?? undefined }))
}
