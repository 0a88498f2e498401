import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { WebhookState } from './webhook-endpoint.ts'

/** A subscription shows how its webhook fares, unless its owner paused or ended it; without a webhook it is active. */
export async function showState(db: Sql, subscriptionId: string): Promise<void> {
  await sql<{ state: WebhookState }>`
    with webhook as (
      select coalesce((select state from webhook_endpoint where subscription_id = ${subscriptionId}), 'active') as state
    )
    update subscription s set state = webhook.state, version = version + 1, updated_at = now() from webhook
    where id = ${subscriptionId} and s.state not in ('paused', 'ended', webhook.state)`.execute(db)
}
