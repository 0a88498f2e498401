import { ListWebhookKeys, NoSuchWebhook } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { readWebhook } from './own-webhook.ts'
import { keysOf } from './webhook-keys.ts'

export const listWebhookKeys = handle(ListWebhookKeys, async ({ subscriptionId }, { sql: db, caller, fail }) => {
  if (!(await readWebhook(db, caller, subscriptionId))) fail(NoSuchWebhook)
  return { keys: await keysOf(db, subscriptionId) }
})
