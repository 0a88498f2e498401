/** What delivering finds out of an endpoint, as a change of state with its event. */
import { LockMode } from '@mikro-orm/postgresql'
import { WebhookChallengeFailed, WebhookDegraded, WebhookDisabled, WebhookRecovered, WebhookVerified } from '@nlc/contracts/subscriptions'
import { type Change, type Surroundings, unitOfWork } from '@nlc/runtime'
import { sql } from 'kysely'
import type { EndpointLane } from './endpoint-lane.ts'
import type { Outcome } from './outcome.ts'
import { showState } from './show-state.ts'
import { type Trouble, WebhookEndpoint } from './webhook-endpoint.ts'

const emits = [WebhookVerified, WebhookChallengeFailed, WebhookDegraded, WebhookRecovered, WebhookDisabled] as const

export type Finding =
  | { readonly is: 'verified' }
  | { readonly is: 'challenge-failed'; readonly outcome: Outcome }
  | { readonly is: 'degraded'; readonly trouble: Trouble }
  | { readonly is: 'recovered' }
  | { readonly is: 'disabled'; readonly reason: 'given-up' | 'gone'; readonly trouble: Trouble }

/** @returns false where it was changed or removed meanwhile: then the finding is of something that is no more. */
export async function noteWebhookState(
  { database, clock, committed }: Pick<Surroundings<unknown>, 'database' | 'clock' | 'committed'>,
  lane: EndpointLane,
  finding: Finding,
): Promise<boolean> {
  const { subscriptionId, clientId } = lane
  const done = await unitOfWork(
    database,
    clock,
    { cause: { operation: 'subscriptions.deliver-on-mailbox-grew', client: 'subscriptions', input: subscriptionId }, emits },
    async (change) => {
      const { em, sql: db } = change
      // In the order in which every command locks them.
      await sql`select from subscription where id = ${subscriptionId} for update`.execute(db)
      const endpoint = await em.findOne(WebhookEndpoint, { subscriptionId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      if (endpoint?.version !== lane.version) return undefined
      apply(endpoint, finding, { subscriptionId, clientId }, change as unknown as Change<(typeof emits)[number]>)
      await em.flush()
      await showState(db, endpoint.subscriptionId)
      return endpoint
    },
  )
  if (done) committed(done)
  if (!done?.result) return false
  const { version, state, challengeAt, challengeTries } = done.result
  lane.version = version
  lane.state = state
  lane.challengeAt = challengeAt?.getTime()
  lane.challengeTries = challengeTries
  return true
}

function apply(
  endpoint: WebhookEndpoint,
  finding: Finding,
  webhook: { subscriptionId: string; clientId: string },
  { now, emit }: Change<(typeof emits)[number]>,
): void {
  switch (finding.is) {
    case 'verified':
      endpoint.verified()
      emit(WebhookVerified, webhook)
      return
    case 'challenge-failed':
      if (endpoint.challengeFailed(finding.outcome, now)) emit(WebhookChallengeFailed, { ...webhook, outcome: finding.outcome })
      return
    case 'degraded':
      endpoint.degrade(finding.trouble, now)
      emit(WebhookDegraded, { ...webhook, ...finding.trouble })
      return
    case 'recovered':
      endpoint.recover()
      emit(WebhookRecovered, webhook)
      return
    case 'disabled':
      endpoint.disable(finding.reason, finding.trouble, now)
      emit(WebhookDisabled, { ...webhook, reason: finding.reason, ...finding.trouble })
  }
}
