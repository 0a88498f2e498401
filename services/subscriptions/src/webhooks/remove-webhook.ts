import { NoSuchWebhook, RemoveWebhook, WebhookRemoved } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook } from './own-webhook.ts'
import { showState } from './show-state.ts'

export const removeWebhook = handle(RemoveWebhook, async ({ subscriptionId }, context) => {
  const { em, sql: db, caller, emit, fail, checkVersion, afterCommit } = context
  const { endpoint, subscription } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
  checkVersion(endpoint)
  em.remove(endpoint)
  await em.flush()
  // What other doors deliver is no longer shown as failing.
  await showState(db, subscriptionId)
  emit(WebhookRemoved, { subscriptionId, clientId: subscription.clientId })
  afterCommit(() => mailboxGrew(subscriptionId))
})
