/** What a door is to send again. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export interface Replay {
  readonly id: string
  readonly subscriptionId: string
  readonly fromNumber: number
  readonly toNumber: number
  /** The last that was sent again; the next is the one behind it. */
  readonly sentNumber: number
}

/** Of a door, those not done yet, the first that was asked for first. */
export async function replaysFor(db: Sql, door: 'webhook' | 'nats', subscriptionId: string): Promise<Replay[]> {
  const { rows } = await sql<Replay>`
    select id, subscription_id as "subscriptionId", from_number as "fromNumber", to_number as "toNumber", sent_number as "sentNumber"
    from replay where door = ${door} and subscription_id = ${subscriptionId} and done_at is null order by id`.execute(db)
  return rows
}

/** All up to the number were sent again, or handed to what sends them. The last one of it ends the replay. */
export async function replayedUpTo(db: Sql, id: string, number: number): Promise<void> {
  await sql`
    update replay set sent_number = greatest(sent_number, ${number}), done_at = case when ${number} >= to_number then domain_now() end
    where id = ${id} and done_at is null`.execute(db)
}
