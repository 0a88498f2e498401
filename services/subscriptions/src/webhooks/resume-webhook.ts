import {
  NoSuchWebhook,
  NumberNotKept,
  ResumeWebhook,
  WebhookNotInState,
  WebhookPlaceLost,
  WebhookResumed,
} from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { lockOwnWebhook, readWebhook } from './own-webhook.ts'
import { showState } from './show-state.ts'

export const resumeWebhook = handle(ResumeWebhook, async ({ subscriptionId, afterNumber }, context) => {
  const { em, sql: db, caller, emit, fail, checkVersion, afterCommit } = context
  const { endpoint, subscription } = (await lockOwnWebhook(context, caller, subscriptionId)) ?? fail(NoSuchWebhook)
  checkVersion(endpoint)
  const { state } = endpoint
  if (state !== 'disabled') fail(WebhookNotInState, { state, needed: ['disabled'] })
  const { firstNumber, lastNumber, clientId } = subscription
  if (afterNumber !== undefined && (afterNumber < firstNumber - 1 || afterNumber > lastNumber))
    fail(NumberNotKept, { firstNumber, nextNumber: lastNumber + 1 })

  const { rows } = await sql<{ deliveredNumber: number }>`
    select coalesce((select min(n) - 1 from unnest(open_numbers) n), sent_number) as "deliveredNumber"
    from webhook_place where subscription_id = ${subscriptionId} for update`.execute(db)
  const { deliveredNumber } = rows[0]!
  const after = afterNumber ?? deliveredNumber
  if (after + 1 < firstNumber) fail(WebhookPlaceLost, { deliveredNumber, firstNumber })

  endpoint.recover()
  await em.flush()
  // Whoever still holds the lease has tries in mind that no longer count: it is taken up anew from here.
  await sql`delete from delivery where subscription_id = ${subscriptionId}`.execute(db)
  await sql`
    update webhook_place set leased_by = null, leased_until = null, wait_until = null, sent_number = greatest(sent_number, ${after}),
      open_numbers = array(select n from unnest(open_numbers) n where n > ${after} order by n)
    where subscription_id = ${subscriptionId}`.execute(db)
  await showState(db, endpoint.subscriptionId)
  emit(WebhookResumed, { subscriptionId, clientId, afterNumber: after })
  afterCommit(() => mailboxGrew(subscriptionId))
  return (await readWebhook(db, caller, subscriptionId))!
})
