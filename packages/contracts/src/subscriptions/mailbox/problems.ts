import Type from 'typebox'
import { problem } from '../../define.ts'

export const MessagesExpired = problem(
  410,
  'mailbox-messages-expired',
  'Messages are kept for 100 days, and some of these are gone: take a snapshot, and read on from its number.',
  { firstNumber: Type.Integer({ minimum: 1, description: 'Of the oldest message that is kept, or of the next to come.' }) },
)
export const BeyondLastNumber = problem(409, 'beyond-last-number', 'The mailbox has no message of that number yet.', {
  lastNumber: Type.Integer({ minimum: 0 }),
})
export const NothingToReplay = problem(409, 'nothing-to-replay', 'There is no message in that range.')
export const DeliverySuspended = problem(
  409,
  'delivery-suspended',
  'The national body has suspended delivery. Messages go on getting their numbers; nothing is lost.',
)
