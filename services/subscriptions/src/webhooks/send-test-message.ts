import { NoSuchWebhook, SendTestMessage, TestUnderWay, WebhookNotInState } from '@nlc/contracts/subscriptions'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook } from './own-webhook.ts'

export const sendTestMessage = handle(SendTestMessage, async ({ subscriptionId }, context) => {
  const { sql: db, caller, fail, afterCommit } = context
  const { endpoint } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
  const { state } = endpoint
  // Who has not shown that it wants to be sent anything is sent nothing but the challenge.
  if (state === 'pending-verification') fail(WebhookNotInState, { state, needed: ['active', 'degraded', 'disabled'] })
  const messageId = newId()
  const { rows } = await sql`
    update webhook_place set test_id = ${messageId} where subscription_id = ${subscriptionId} and test_id is null returning true`.execute(
    db,
  )
  if (rows.length === 0) fail(TestUnderWay)
  afterCommit(() => mailboxGrew(subscriptionId))
  return { messageId }
})
