import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

/** A subscription shows how its webhook fares, unless its owner paused or ended it. */
export async function showState(db: Sql, { subscriptionId, state }: Pick<WebhookEndpoint, 'subscriptionId' | 'state'>): Promise<void> {
  await sql`
    update subscription set state = ${state}, version = version + 1, updated_at = now()
    where id = ${subscriptionId} and state not in ('paused', 'ended', ${state})`.execute(db)
}
