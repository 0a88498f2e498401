import { NoSuchWebhook, RotateWebhookKey, TwoWebhookKeysSign, WebhookKeyRotated } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook } from './own-webhook.ts'
import { keepKey, keysOf } from './webhook-keys.ts'

const hourMs = 3_600_000

export const rotateWebhookKey = (settings: () => Settings) =>
  handle(RotateWebhookKey, async ({ subscriptionId, kind, overlapHours = 24 }, context) => {
    const { sql: db, caller, emit, fail, afterCommit } = context
    const { subscription } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
    const signing = (await keysOf(db, subscriptionId)).filter((key) => key.kind === kind)
    if (signing.length > 1 && overlapHours > 0) fail(TwoWebhookKeysSign)
    const oldEndsAt = new Date(Date.now() + overlapHours * hourMs)
    // What signs no more is not kept: it cannot be stolen.
    if (overlapHours === 0) await sql`delete from webhook_key where subscription_id = ${subscriptionId} and kind = ${kind}`.execute(db)
    else
      await sql`
        update webhook_key set ends_at = ${oldEndsAt.toISOString()}::timestamptz
        where subscription_id = ${subscriptionId} and kind = ${kind} and ends_at is null`.execute(db)
    const made = await keepKey(db, settings().sealing, { subscriptionId, kind })
    // Whoever delivers notices by the version that it has old keys.
    await sql`update webhook_endpoint set version = version + 1 where subscription_id = ${subscriptionId}`.execute(db)
    emit(WebhookKeyRotated, { subscriptionId, clientId: subscription.clientId, kind, oldEndsAt })
    afterCommit(() => mailboxGrew(subscriptionId))
    return made
  })
