import { NoSuchWebhook, VerifyWebhook, WebhookNotInState } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook, readWebhook } from './own-webhook.ts'

export const verifyWebhook = handle(VerifyWebhook, async ({ subscriptionId }, context) => {
  const { em, sql: db, caller, now, fail, afterCommit } = context
  const { endpoint } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
  const { state } = endpoint
  if (state !== 'pending-verification') fail(WebhookNotInState, { state, needed: ['pending-verification'] })
  endpoint.challengeAnew(now)
  await em.flush()
  afterCommit(() => mailboxGrew(subscriptionId))
  return (await readWebhook(db, caller, subscriptionId))!
})
