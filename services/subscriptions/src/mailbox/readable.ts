/** What a reader may read now, for pages, streams and snapshots. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { SubscriptionRow } from '../subscriptions/read-subscription.ts'
import type { SubscriptionState } from '../subscriptions/subscription.ts'
import type { MailboxMessage } from './cloud-event.ts'
import { keptDays } from './prune-mailbox.ts'

export const readableStates: SubscriptionState[] = ['pending-verification', 'active', 'degraded', 'disabled', 'paused']

/** @returns the first number behind it; `expired` where some that come after it are not kept any more. */
export function startAfter({ firstNumber }: Pick<SubscriptionRow, 'firstNumber'>, afterNumber: number | undefined): number | 'expired' {
  if (afterNumber === undefined) return firstNumber - 1
  return afterNumber < firstNumber - 1 ? 'expired' : afterNumber
}

/** The number before the first that was written at or after the instant; `expired` where it lies before all that is kept, and some is gone. */
export async function numberBefore(
  db: Sql,
  { id, firstNumber, lastNumber }: Pick<SubscriptionRow, 'id' | 'firstNumber' | 'lastNumber'>,
  since: Date,
  now: Date,
): Promise<number | 'expired'> {
  if (firstNumber > 1 && since.getTime() < now.getTime() - keptDays * 24 * 60 * 60_000) return 'expired'
  const { rows } = await sql<{ number: number | null }>`
    select min(number) as number from mailbox_message
    where subscription_id = ${id} and recorded_at >= ${since.toISOString()}::timestamptz`.execute(db)
  return rows[0]?.number == null ? lastNumber : rows[0].number - 1
}

export async function messagesAfter(db: Sql, subscriptionId: string, afterNumber: number, limit: number): Promise<MailboxMessage[]> {
  const { rows } = await sql<MailboxMessage>`
    select subscription_id as "subscriptionId", number, id, type, subject_id as "subjectId", data, occurred_at as "occurredAt"
    from mailbox_message where subscription_id = ${subscriptionId} and number > ${afterNumber} order by number limit ${limit}`.execute(db)
  return rows
}
