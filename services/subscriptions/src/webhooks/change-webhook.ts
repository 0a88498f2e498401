import { ChangeWebhook, NoSuchWebhook, WebhookChanged, WebhookUrlRefused } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook, readWebhook } from './own-webhook.ts'
import { showState } from './show-state.ts'
import { faultOf } from './webhook-url.ts'

export const changeWebhook = (settings: () => Settings) =>
  handle(ChangeWebhook, async ({ subscriptionId, url, maxPerSecond }, context) => {
    const { em, sql: db, caller, now, emit, fail, checkVersion, afterCommit } = context
    const { endpoint, subscription } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
    checkVersion(endpoint)
    const moves = url !== undefined && url !== endpoint.url
    const fault = moves ? faultOf(url, settings()) : undefined
    if (fault) fail(WebhookUrlRefused, fault)
    if (moves) endpoint.moveTo(url, now)
    const slower = maxPerSecond !== undefined && maxPerSecond !== endpoint.maxPerSecond
    if (slower) endpoint.maxPerSecond = maxPerSecond
    if (moves || slower) emit(WebhookChanged, { subscriptionId, clientId: subscription.clientId, verifiesAnew: moves })
    await em.flush()
    if (moves) await showState(db, endpoint.subscriptionId)
    afterCommit(() => mailboxGrew(subscriptionId))
    return (await readWebhook(db, caller, subscriptionId))!
  })
