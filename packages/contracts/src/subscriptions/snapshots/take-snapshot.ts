import { command } from '../../define.ts'
import { DeliverySuspended } from '../mailbox/problems.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { Snapshot } from './model.ts'

export const TakeSnapshot = command('subscriptions.take-snapshot', {
  summary: 'Take a snapshot of all that a subscription may see',
  description:
    'For whoever was away longer than messages are kept, or starts anew: every appointment that its messages tell of and that has not ended, as it stands at one number of the mailbox.',
  needs: 'subscriptions:read',
  http: 'POST /v1/subscriptions/:subscriptionId/snapshots',
  input: { subscriptionId: SubscriptionId },
  output: Snapshot,
  emits: [],
  problems: [NoSuchSubscription, SubscriptionNotInState, DeliverySuspended],
})
