import { GetWebhook, NoSuchWebhook } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { readWebhook } from './own-webhook.ts'

export const getWebhook = handle(
  GetWebhook,
  async ({ subscriptionId }, { sql: db, caller, fail }) => (await readWebhook(db, caller, subscriptionId)) ?? fail(NoSuchWebhook),
)
