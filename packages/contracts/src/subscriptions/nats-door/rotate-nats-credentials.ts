import Type from 'typebox'
import { command } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { ClientAlone, NoSuchSubscription } from '../subscriptions/problems.ts'
import { NatsCredentialsRotated } from './events.ts'
import { NatsDoorWithCredentials } from './model.ts'
import { NatsDoorNotOffered, NatsDoorNotOpen, NoSuchNatsDoor, TwoCredentialsLive } from './problems.ts'

export const RotateNatsCredentials = command('subscriptions.rotate-nats-credentials', {
  summary: 'Give a NATS door new credentials',
  description:
    'The old ones are good for the overlap, then void within seconds, and whoever uses them is put out. The place in the mailbox stays.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/nats-door/credentials',
  input: {
    subscriptionId: SubscriptionId,
    overlapHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 168, default: 24, description: '0: the old ones end at once.' })),
  },
  output: NatsDoorWithCredentials,
  emits: [NatsCredentialsRotated],
  problems: [NoSuchSubscription, ClientAlone, NoSuchNatsDoor, NatsDoorNotOffered, NatsDoorNotOpen, TwoCredentialsLive],
  ifMatch: true,
})
