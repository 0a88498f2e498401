import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription } from '../subscriptions/problems.ts'
import { NatsDoorClosed } from './events.ts'
import { NatsDoor } from './model.ts'
import { NatsDoorNotOpen, NoSuchNatsDoor } from './problems.ts'

export const CloseNatsDoor = command('subscriptions.close-nats-door', {
  summary: "Close a subscription's NATS door",
  description:
    'By its owner, or the national body. Within seconds its credentials are void, whoever uses them is put out, and nothing lies there any more; then its state is ' +
    '`closed`. The mailbox goes on, and the door can be opened again, with other credentials, behind any number.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/nats-door/closing',
  input: { subscriptionId: SubscriptionId },
  output: NatsDoor,
  emits: [NatsDoorClosed],
  problems: [NoSuchSubscription, NoSuchNatsDoor, NatsDoorNotOpen],
  status: 202,
  ifMatch: true,
})
