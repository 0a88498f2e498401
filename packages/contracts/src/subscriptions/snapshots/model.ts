import Type from 'typebox'
import { Id, Instant } from '../../formats.ts'
import { SubscriptionId } from '../subscriptions/model.ts'

/** Kept for 7 days. */
export const Snapshot = Type.Object({
  id: Id,
  subscriptionId: SubscriptionId,
  takenAt: Instant,
  number: Type.Integer({
    minimum: 0,
    description: 'Of the newest message when it was taken: all up to it is in the snapshot; read on behind it.',
  }),
  appointments: Type.Integer({ minimum: 0, description: 'How many it holds.' }),
})
