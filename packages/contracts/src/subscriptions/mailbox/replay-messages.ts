import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, Instant } from '../../formats.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription, SubscriptionNotInState } from '../subscriptions/problems.ts'
import { MessageNumber, ReplayDoor } from './model.ts'
import { MessagesExpired, NothingToReplay } from './problems.ts'

export const ReplayMessages = command('subscriptions.replay-messages', {
  summary: 'Have messages sent again, by number or by time',
  description:
    'By a door that pushes: they come again under their old ids and numbers, besides what is new. The HTTP door needs none: read from an earlier number. Name ' +
    '`fromNumber` or `since`; without `toNumber`, up to the newest.',
  needs: 'subscriptions:write',
  http: 'POST /v1/subscriptions/:subscriptionId/replays',
  input: {
    subscriptionId: SubscriptionId,
    door: ReplayDoor,
    fromNumber: Type.Optional(MessageNumber),
    since: Type.Optional(Instant),
    toNumber: Type.Optional(MessageNumber),
  },
  output: Type.Object({ id: Id, door: ReplayDoor, fromNumber: MessageNumber, toNumber: MessageNumber, askedAt: Instant }),
  emits: [],
  problems: [NoSuchSubscription, SubscriptionNotInState, MessagesExpired, NothingToReplay],
  status: 202,
})
