import { command } from '../../define.ts'
import { Subscription, SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { MessageNumber } from './model.ts'
import { BeyondLastNumber } from './problems.ts'

export const AcknowledgeMessages = command('subscriptions.acknowledge-messages', {
  summary: 'Say up to which number you have everything',
  description:
    'A place to come back to, and what the gap report starts from. It holds back nothing and deletes nothing. A number below the last one acknowledged moves it back.',
  needs: 'subscriptions:write',
  http: 'PUT /v1/subscriptions/:subscriptionId/acknowledgement',
  input: { subscriptionId: SubscriptionId, number: MessageNumber },
  output: Subscription,
  emits: [],
  problems: [NoSuchSubscription, SubscriptionNotInState, BeyondLastNumber],
})
