import {
  NoSuchSubscription,
  NumberNotKept,
  RegisterWebhook,
  SubscriptionNotInState,
  WebhookRegistered,
  WebhookThereAlready,
  WebhookUrlRefused,
} from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { forgetAttempts } from './forget-attempts.ts'
import { lockOwn, readWebhook } from './own-webhook.ts'
import { showState } from './show-state.ts'
import { newChallenge, WebhookEndpoint } from './webhook-endpoint.ts'
import { keepKey } from './webhook-keys.ts'
import { faultOf } from './webhook-url.ts'

export const registerWebhook = (settings: () => Settings) =>
  handle(
    RegisterWebhook,
    async ({ subscriptionId, url, maxPerSecond = 200, fromNumber }, context) => {
      const { em, sql: db, caller, now, emit, enqueue, fail, afterCommit } = context
      const subscription = (await lockOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
      const { clientId, state, firstNumber, lastNumber, acknowledgedNumber } = subscription
      if (state === 'ended') fail(SubscriptionNotInState, { state, needed: ['active', 'paused'] })
      const fault = faultOf(url, settings())
      if (fault) fail(WebhookUrlRefused, fault)
      const from = fromNumber ?? Math.max(acknowledgedNumber + 1, firstNumber)
      if (from < firstNumber || from > lastNumber + 1) fail(NumberNotKept, { firstNumber, nextNumber: lastNumber + 1 })

      const endpoint = em.create(WebhookEndpoint, {
        subscriptionId,
        url,
        state: 'pending-verification',
        maxPerSecond,
        challenge: newChallenge(),
        challengeAt: now,
        registeredAt: now,
      })
      em.persist(endpoint)
      await em.flush()
      await sql`insert into webhook_place (subscription_id, sent_number) values (${subscriptionId}, ${from - 1})`.execute(db)
      const { secret } = await keepKey(db, settings().sealing, { subscriptionId, kind: 'hmac-sha256' })
      await keepKey(db, settings().sealing, { subscriptionId, kind: 'ed25519' })
      await showState(db, endpoint.subscriptionId)
      await enqueue(forgetAttempts, {}, { key: forgetAttempts.name })
      emit(WebhookRegistered, { subscriptionId, clientId })
      afterCommit(() => mailboxGrew(subscriptionId))
      return { ...(await readWebhook(db, caller, subscriptionId))!, secret }
    },
    { constraints: { webhook_endpoint_pkey: WebhookThereAlready } },
  )
