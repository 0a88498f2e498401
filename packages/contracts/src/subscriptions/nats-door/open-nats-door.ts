import Type from 'typebox'
import { command } from '../../define.ts'
import { BeyondLastNumber } from '../mailbox/problems.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { ClientAlone, NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { NatsDoorOpened } from './events.ts'
import { NatsDoorWithCredentials } from './model.ts'
import { NatsDoorNotOffered, NatsDoorOpen } from './problems.ts'

export const OpenNatsDoor = command('subscriptions.open-nats-door', {
  summary: "Open a subscription's NATS door",
  description:
    'It is closed until then. The answer has credentials, and says where and what to pull: a JetStream pull consumer that the platform makes. The messages are those of ' +
    'the mailbox, with the same ids and numbers, at least once; the header `Mailbox-Number` has the number.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/nats-door',
  input: {
    subscriptionId: SubscriptionId,
    afterNumber: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 0,
        description: 'The messages behind this number come. 0: all that the mailbox has.',
      }),
    ),
  },
  output: NatsDoorWithCredentials,
  emits: [NatsDoorOpened],
  problems: [NoSuchSubscription, ClientAlone, SubscriptionNotInState, NatsDoorNotOffered, NatsDoorOpen, BeyondLastNumber],
})
